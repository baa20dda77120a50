import { JavaError } from '../../java/java-error.js';
import { fileCallable } from '../../callables/callable.js';
import { reportFiles } from '../junit/read-reports.js';
import { bool, long, nullableObj, obj, readShape, str } from '../../callables/shape.js';
import { extendedResult, newResult } from '../junit/converted-reports.js';

/**
 * mstest: the converted reports of a build, added to the result that it has already; null when there are none.
 *
 *     this$0      MSTestPublisher { long buildTime, boolean failOnError, boolean keepLongStdio, ... }
 *     TestResult  val$existingTestResults; String val$junitFilePattern
 *
 * @throws JavaError hudson.AbortException without reports, where that is to fail
 */
export const mstestReports = fileCallable({
  name: 'hudson.plugins.mstest.MSTestPublisher$1',
  fields: { this$0: obj, val$existingTestResults: nullableObj, val$junitFilePattern: str },
  run: async ({ this$0, val$existingTestResults: existing, val$junitFilePattern: pattern }, workspace, context) => {
    const publisher = readShape(this$0, { buildTime: long, failOnError: bool, keepLongStdio: bool });
    const files = await reportFiles(workspace, pattern, context.signal);
    if (files.length === 0 && publisher.failOnError) throw new JavaError('hudson.AbortException', NO_REPORTS);
    if (files.length === 0) return null;
    if (existing) return extendedResult(existing, files, publisher.buildTime, context);
    return newResult(files, publisher, context);
  },
});

const NO_REPORTS =
  '[MSTEST-PLUGIN] No test report files were found. (Have you specified a pattern matching any file in your workspace ?)';
