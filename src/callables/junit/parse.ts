import { filesOf } from '../../host/ant-glob/file-set.js';
import { childFile } from '../../host/files/java-path.js';
import { JavaError } from '../../host/java-error.js';
import { arrayList } from '../../serial/jdk.js';
import { JavaEnum } from '../../serial/model.js';
import type { JavaObject } from '../../serial/model.js';
import { fileCallable } from '../callable.js';
import type { CallableContext } from '../callable.js';
import { taskListener } from '../listener/task-listener.js';
import { any, bool, long, str } from '../shape.js';
import type { Shaped } from '../shape.js';
import { safeNames } from './names.js';
import { newReports } from './new-reports.js';
import { pipelineDetails } from './pipeline-details.js';
import { readReport } from './report-file.js';
import type { StdioRetention } from './stdio.js';
import { TestResult } from './test-result.js';
import { OLD_TEST_RESULT, STDIO_RETENTION, TEST_RESULT } from './wire.js';

/**
 * hudson.tasks.junit.JUnitParser$ParseResultCallable, the superclass:
 *
 *     boolean allowEmptyResults, keepLongStdio (until 2023), keepProperties, keepTestNames, skipOldReports (since 2022)
 *     long    buildStartTimeInMillis, buildTimeInMillis, nowMaster; buildTime (until 2022)
 *     TaskListener listener, PipelineTestDetails pipelineTestDetails, StdioRetention stdioRetention (since 2023), String testResults
 */
const parseFields = {
  allowEmptyResults: bool,
  keepLongStdio: bool,
  keepProperties: bool,
  keepTestNames: bool,
  skipOldReports: bool,
  buildStartTimeInMillis: long,
  buildTimeInMillis: long,
  nowMaster: long,
  listener: any,
  pipelineTestDetails: pipelineDetails,
  testResults: str,
};
type ParseFields = Shaped<typeof parseFields>;

/** junit and Publish JUnit: the reports that patterns select, as one hudson.tasks.junit.TestResult. */
export const directParse = fileCallable({
  name: 'hudson.tasks.junit.JUnitParser$DirectParseResultCallable',
  fields: parseFields,
  run: async (self, workspace, context, object) => {
    const files: string[] = [];
    const set = { includes: self.testResults, excludes: null, defaultExcludes: true };
    for await (const file of filesOf(workspace, set, context.signal)) files.push(childFile(workspace, file));
    const result = new TestResult();
    const retention = stdioRetention(object);
    if (files.length === 0) await noReports(self, context);
    else await readAll(files, self, retention, result, context, object);
    // A result of no files has the defaults of one that nobody asked for anything.
    return toJava(result, object, files.length === 0 ? null : { self, retention });
  },
});

async function noReports(self: ParseFields, context: CallableContext): Promise<void> {
  const message = 'No test report files were found. Configuration error?';
  if (!self.allowEmptyResults) throw new JavaError('hudson.AbortException', message);
  const listener = taskListener(self.listener, context);
  await listener.println(message);
  listener.follow(context);
}

async function readAll(
  files: readonly string[],
  self: ParseFields,
  retention: StdioRetention,
  result: TestResult,
  context: CallableContext,
  object: JavaObject,
): Promise<void> {
  const { signal, agent } = context;
  const suiteContext = {
    stdioRetention: retention,
    keepProperties: self.keepProperties,
    keepTestNames: self.keepTestNames,
    details: self.pipelineTestDetails,
    safeName: safeNames(context),
    onBadTimestamp: () => agent.logger.log('WARNING', 'hudson.tasks.junit.SuiteResult parseTime', BAD_TIMESTAMP),
  };
  for await (const file of newReports(files, { ...self, oldBuildTime: object.get('buildTime') }, context)) {
    signal.throwIfAborted();
    for (const suite of await readReport(file, suiteContext, signal)) result.add(suite);
  }
}

const BAD_TIMESTAMP = 'Could not parse start time from timestamp.';

function stdioRetention(object: JavaObject): StdioRetention {
  const value = object.get('stdioRetention');
  if (value === undefined) return object.get('keepLongStdio') === true ? 'ALL' : 'NONE';
  const constant = value instanceof JavaEnum ? value.constant : 'NONE';
  if (constant === 'ALL' || constant === 'FAILED' || constant === 'NONE') return constant;
  throw new JavaError('java.io.InvalidObjectException', `The retention ${constant} is not known to this agent`);
}

function toJava(
  result: TestResult,
  request: JavaObject,
  asked: { readonly self: ParseFields; readonly retention: StdioRetention } | null,
): JavaObject {
  const common = {
    duration: result.duration,
    startTime: result.startTime,
    keepProperties: asked?.self.keepProperties ?? false,
    skipOldReports: asked?.self.skipOldReports ?? false,
    impl: null,
    suites: arrayList(result.suites.map((suite) => suite.toJava())),
  };
  const retention = asked?.retention ?? 'NONE';
  if (request.get('stdioRetention') === undefined) {
    return OLD_TEST_RESULT.create({ ...common, keepLongStdio: retention === 'ALL' });
  }
  const keepTestNames = asked?.self.keepTestNames ?? false;
  return TEST_RESULT.create({ ...common, keepTestNames, stdioRetention: STDIO_RETENTION[retention] });
}
