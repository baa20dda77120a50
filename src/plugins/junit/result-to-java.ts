import { arrayList } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import type { ReportOptions } from './case-result.js';
import type { TestResult } from './test-result.js';
import { OLD_TEST_RESULT, STDIO_RETENTION, TEST_RESULT } from './wire.js';

/** What a result remembers of how it was made. */
export interface ResultOptions extends ReportOptions {
  readonly skipOldReports: boolean;
}

/** Those of `new TestResult()`: a result of no reports has the defaults of one that nobody asked for anything. */
export const NO_OPTIONS: ResultOptions = {
  keepProperties: false,
  keepTestNames: false,
  skipOldReports: false,
  stdioRetention: 'NONE',
};

/**
 * hudson.tasks.junit.TestResult.
 * @param hasRetention whether the plugin has the enum StdioRetention: since 2023
 */
export function testResultToJava(result: TestResult, options: ResultOptions, hasRetention: boolean): JavaObject {
  const { keepProperties, keepTestNames, skipOldReports, stdioRetention } = options;
  const common = {
    duration: result.duration,
    startTime: result.startTime,
    keepProperties,
    skipOldReports,
    impl: null,
    suites: arrayList(result.suites.map((suite) => suite.toJava())),
  };
  if (!hasRetention) return OLD_TEST_RESULT.create({ ...common, keepLongStdio: stdioRetention === 'ALL' });
  return TEST_RESULT.create({ ...common, keepTestNames, stdioRetention: STDIO_RETENTION[stdioRetention] });
}
