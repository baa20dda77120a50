/** A result that a controller sends to have more reports added to it. */
import { JavaError } from '../../java/java-error.js';
import { emptyMap, listValues } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { any, bool, int, long, nullableObj, nullableStr, obj, readShape, str } from '../../callables/shape.js';
import type { FieldReader } from '../../callables/shape.js';
import type { CaseResult } from './case-result.js';
import { pipelineDetails } from './pipeline-details.js';
import type { ResultOptions } from './result-to-java.js';
import { stdioRetentionOf } from './stdio-retention.js';
import { SuiteResult } from './suite-result.js';
import { TestResult } from './test-result.js';

/** -1 in classes that had no start time yet. */
const startTime: FieldReader<bigint> = (value, where) => (value === undefined ? -1n : long(value, where));

/**
 * Reads a hudson.tasks.junit.TestResult; see wire.ts for its fields.
 * @throws JavaError java.lang.IllegalStateException for one whose reports are stored elsewhere
 */
export function existingResult(object: JavaObject): { readonly result: TestResult; readonly options: ResultOptions } {
  const { impl, suites, duration, ...fields } = readShape(object, {
    duration: int,
    keepProperties: bool,
    keepTestNames: bool,
    skipOldReports: bool,
    startTime,
    impl: nullableObj,
    suites: any,
  });
  if (impl) throw new JavaError('java.lang.IllegalStateException', 'Cannot reparse using a pluggable impl');
  const result = new TestResult();
  for (const suite of listValues(suites)) result.keep(existingSuite(obj(suite, 'TestResult.suites')));
  result.duration = duration;
  result.startTime = fields.startTime;
  const { keepProperties, keepTestNames, skipOldReports } = fields;
  return {
    result,
    options: { keepProperties, keepTestNames, skipOldReports, stdioRetention: stdioRetentionOf(object) },
  };
}

function existingSuite(object: JavaObject): SuiteResult {
  const { cases, properties, stdout, stderr, nodeId, ...fields } = readShape(object, {
    cases: any,
    duration: int,
    file: nullableStr,
    id: nullableStr,
    name: str,
    nodeId: nullableStr,
    properties: nullableObj,
    startTime,
    stderr: nullableStr,
    stdout: nullableStr,
    time: nullableStr,
    timestamp: nullableStr,
  });
  // A suite has the fields of PipelineTestDetails, if it is of a Pipeline.
  const details = nodeId === null ? null : pipelineDetails(object, object.className);
  const suite = new SuiteResult({ ...fields, details });
  for (const each of listValues(cases)) suite.cases.push(existingCase(obj(each, 'SuiteResult.cases')));
  suite.stdout = stdout;
  suite.stderr = stderr;
  suite.properties = properties ?? emptyMap();
  return suite;
}

/** Sent back as it came. */
function existingCase(object: JavaObject): CaseResult {
  const fields = readShape(object, { duration: int, errorStackTrace: nullableStr, startTime });
  return {
    duration: fields.duration,
    failed: fields.errorStackTrace !== null,
    startTime: fields.startTime,
    toJava: () => object,
  };
}
