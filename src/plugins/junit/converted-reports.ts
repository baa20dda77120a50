/** Reports that a plugin has converted to JUnit's format, read with junit's own parser. */
import type { JavaObject } from '../../serial/model.js';
import type { CallableContext } from '../../callables/callable.js';
import { existingResult } from './existing-result.js';
import { hasStdioRetention } from './generation.js';
import type { PipelineDetails } from './pipeline-details.js';
import { readReports } from './read-reports.js';
import { NO_OPTIONS, testResultToJava } from './result-to-java.js';
import { fromKeepLongStdio } from './stdio-retention.js';
import { TestResult } from './test-result.js';

interface ResultRequest {
  readonly keepLongStdio: boolean;
  /** When the build began, by the clock of this machine. */
  readonly buildTime: bigint;
  readonly details?: PipelineDetails | null;
}

/** `new TestResult(buildTime, files, keepLongStdio, details)` */
export async function newResult(
  files: readonly string[],
  { keepLongStdio, buildTime, details = null }: ResultRequest,
  context: CallableContext,
): Promise<JavaObject> {
  const options = { ...NO_OPTIONS, stdioRetention: fromKeepLongStdio(keepLongStdio) };
  const age = { skipOldReports: false, begin: buildTime, strictBegin: buildTime };
  const result = new TestResult();
  await readReports(files, { ...options, details, age }, result, context);
  return testResultToJava(result, options, await hasStdioRetention(context));
}

/** `new TestResult()` */
export async function emptyResult(context: CallableContext): Promise<JavaObject> {
  return testResultToJava(new TestResult(), NO_OPTIONS, await hasStdioRetention(context));
}

/** `existing.parse(buildTime, files)` and the existing result with what was added. */
export async function extendedResult(
  existing: JavaObject,
  files: readonly string[],
  buildTime: bigint,
  context: CallableContext,
): Promise<JavaObject> {
  const { result, options } = existingResult(existing);
  const age = { skipOldReports: options.skipOldReports, begin: buildTime, strictBegin: buildTime };
  await readReports(files, { ...options, details: null, age }, result, context);
  return testResultToJava(result, options, existing.get('stdioRetention') !== undefined);
}
