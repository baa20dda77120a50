import { JavaError } from '../../java/java-error.js';
import { callable } from '../../callables/callable.js';
import { filePathField } from '../../jenkins/file-path/file-path-value.js';
import { reportFiles } from '../junit/read-reports.js';
import { bool, long, nullableObj, obj, readShape, str } from '../../callables/shape.js';
import { emptyResult, extendedResult, newResult } from '../junit/converted-reports.js';

/**
 * nunit: the converted reports of a build, added to the result that it has already.
 *
 *     long        val$buildTime
 *     this$0      NUnitPublisher { boolean failIfNoResults, ... }
 *     TestResult  val$existingTestResults; FilePath val$filePath; String val$junitFilePattern
 *
 * @throws JavaError hudson.AbortException without reports, where that is to fail
 */
export const nunitReports = callable({
  name: 'hudson.plugins.nunit.NUnitPublisher$1',
  fields: {
    this$0: obj,
    val$buildTime: long,
    val$existingTestResults: nullableObj,
    val$filePath: filePathField,
    val$junitFilePattern: str,
  },
  run: async (self, context) => {
    const files = await reportFiles(self.val$filePath, self.val$junitFilePattern, context.signal);
    const { failIfNoResults } = readShape(self.this$0, { failIfNoResults: bool });
    if (files.length === 0 && failIfNoResults) throw new JavaError('hudson.AbortException', NO_REPORTS);
    if (files.length === 0) return emptyResult(context);
    const { val$buildTime: buildTime, val$existingTestResults: existing } = self;
    if (existing) return extendedResult(existing, files, buildTime, context);
    return newResult(files, { keepLongStdio: true, buildTime }, context);
  },
});

const NO_REPORTS = 'No test report files were found or the NUnit input XML file contained no tests.';
