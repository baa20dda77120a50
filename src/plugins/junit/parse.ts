import { JavaError } from '../../java/java-error.js';
import type { JavaObject } from '../../serial/model.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { nullableListenerField, present } from '../../jenkins/listener/task-listener.js';
import { bool, long, str } from '../../callables/shape.js';
import type { Shaped } from '../../callables/shape.js';
import type { ReportAge } from './new-reports.js';
import { pipelineDetails } from './pipeline-details.js';
import { readReports, reportFiles } from './read-reports.js';
import { NO_OPTIONS, testResultToJava } from './result-to-java.js';
import type { ResultOptions } from './result-to-java.js';
import { stdioRetentionOf } from './stdio-retention.js';
import { TestResult } from './test-result.js';

/**
 * hudson.tasks.junit.JUnitParser$ParseResultCallable, the superclass:
 *
 *     boolean allowEmptyResults, keepLongStdio (until 2023), keepProperties, keepTestNames, skipOldReports (since 2022)
 *     long    buildStartTimeInMillis, buildTimeInMillis, nowMaster; buildTime (until 2022)
 *     TaskListener listener, PipelineTestDetails pipelineTestDetails, StdioRetention stdioRetention (since 2023), String testResults
 */
export const parseFields = {
  allowEmptyResults: bool,
  keepProperties: bool,
  keepTestNames: bool,
  skipOldReports: bool,
  buildStartTimeInMillis: long,
  buildTimeInMillis: long,
  nowMaster: long,
  listener: nullableListenerField,
  pipelineTestDetails: pipelineDetails,
  testResults: str,
};
export type ParseFields = Shaped<typeof parseFields>;

/** junit and Publish JUnit: the reports that patterns select, as one hudson.tasks.junit.TestResult. */
export const directParse = fileCallable({
  name: 'hudson.tasks.junit.JUnitParser$DirectParseResultCallable',
  fields: parseFields,
  run: async (self, workspace, context, object) => {
    const { result, options } = await parseResults(self, workspace, context, object);
    return testResultToJava(result, options, object.get('stdioRetention') !== undefined);
  },
});

/** ParseResultCallable.invoke, as far as its subclasses agree. */
export async function parseResults(
  self: ParseFields,
  workspace: string,
  context: CallableContext,
  object: JavaObject,
): Promise<{ readonly result: TestResult; readonly options: ResultOptions }> {
  const files = await reportFiles(workspace, self.testResults, context.signal);
  const result = new TestResult();
  const { keepProperties, keepTestNames, skipOldReports, pipelineTestDetails: details } = self;
  const options = { keepProperties, keepTestNames, skipOldReports, stdioRetention: stdioRetentionOf(object) };
  if (files.length > 0) {
    await readReports(files, { ...options, details, age: ageOf(self, object) }, result, context);
    return { result, options };
  }
  await noReports(self, context);
  return { result, options: NO_OPTIONS };
}

function ageOf(self: ParseFields, object: JavaObject): ReportAge {
  const { skipOldReports, buildStartTimeInMillis: started, buildTimeInMillis: scheduled, nowMaster } = self;
  const oldBuildTime = object.get('buildTime');
  return {
    skipOldReports,
    begin: started < scheduled ? started : scheduled,
    strictBegin: typeof oldBuildTime === 'bigint' ? oldBuildTime + (BigInt(Date.now()) - nowMaster) : null,
  };
}

async function noReports(self: ParseFields, context: CallableContext): Promise<void> {
  const message = 'No test report files were found. Configuration error?';
  if (!self.allowEmptyResults) throw new JavaError('hudson.AbortException', message);
  const listener = present(self.listener);
  await listener.println(message);
  listener.follow(context);
}
