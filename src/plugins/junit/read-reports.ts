import { filesOf } from '../../os/ant-glob/file-set.js';
import { childFile } from '../../java/path.js';
import type { CallableContext } from '../../callables/callable.js';
import type { ReportOptions } from './case-result.js';
import { safeNames } from './names.js';
import { newReports } from './new-reports.js';
import type { ReportAge } from './new-reports.js';
import type { PipelineDetails } from './pipeline-details.js';
import { readReport } from './report-file.js';
import type { TestResult } from './test-result.js';

/** The reports that Ant patterns select: Util.createFileSet(directory, includes).getDirectoryScanner().getIncludedFiles(), as paths. */
export async function reportFiles(directory: string, includes: string, signal: AbortSignal): Promise<string[]> {
  const files: string[] = [];
  const set = { includes, excludes: null, defaultExcludes: true };
  for await (const file of filesOf(directory, set, signal)) files.push(childFile(directory, file));
  return files;
}

/**
 * TestResult.parse: adds what reports tell to a result.
 * @throws JavaError java.io.IOException for a file that is no report; hudson.AbortException when all are of an earlier build
 */
export async function readReports(
  files: readonly string[],
  options: ReportOptions & { readonly details: PipelineDetails | null; readonly age: ReportAge },
  result: TestResult,
  context: CallableContext,
): Promise<void> {
  const { signal, agent } = context;
  const { age, ...reportOptions } = options;
  const suiteContext = {
    ...reportOptions,
    safeName: safeNames(context),
    onBadTimestamp: () => agent.logger.log('WARNING', 'hudson.tasks.junit.SuiteResult parseTime', BAD_TIMESTAMP),
  };
  for await (const file of newReports(files, age, context)) {
    signal.throwIfAborted();
    for (const suite of await readReport(file, suiteContext, signal)) result.add(suite);
  }
}

const BAD_TIMESTAMP = 'Could not parse start time from timestamp.';
