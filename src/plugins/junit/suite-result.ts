import { fileExists } from '../../os/files/attributes.js';
import { absoluteFile, childFile, fileName, parentFile } from '../../java/path.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { arrayList, emptyMap, hashMap } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { caseResult, propertiesOf, troubleCase } from './case-result.js';
import type { CaseResult, ReportOptions } from './case-result.js';
import type { Element } from './element.js';
import type { SafeName } from './names.js';
import type { PipelineDetails } from './pipeline-details.js';
import { fixNuls, trimFile, trimText } from './stdio.js';
import { duration, timestampMillis } from './times.js';
import { SUITE_RESULT } from './wire.js';

/** What suites of a report are made with. */
export interface SuiteContext extends ReportOptions {
  readonly details: PipelineDetails | null;
  readonly safeName: SafeName;
  /** Told of a timestamp that is none. */
  readonly onBadTimestamp: () => void;
}

interface SuiteFields {
  readonly file: string | null;
  readonly id: string | null;
  readonly name: string;
  readonly time: string | null;
  readonly timestamp: string | null;
  /** Milliseconds since 1970; -1n when unknown. */
  readonly startTime: bigint;
  readonly duration: number;
  readonly details: PipelineDetails | null;
}

/** hudson.tasks.junit.SuiteResult. */
export class SuiteResult {
  readonly cases: CaseResult[] = [];
  duration: number;
  stdout: string | null = null;
  stderr: string | null = null;
  properties: JavaObject = emptyMap();

  constructor(readonly fields: SuiteFields) {
    this.duration = fields.duration;
  }

  /** Adds a case, and its duration where the suite has none of its own. */
  addCase(added: CaseResult): void {
    this.cases.push(added);
    if (this.fields.time === null) this.duration = Math.fround(this.duration + added.duration);
  }

  get hasFailures(): boolean {
    return this.cases.some((each) => each.failed);
  }

  /** SuiteResult.merge: the rest of a suite that is spread over several files. */
  merge(other: SuiteResult): void {
    if (this.fields.time !== null) this.duration = Math.fround(this.duration + other.duration);
    for (const each of other.cases) this.addCase(each);
  }

  toJava(): JavaObject {
    const { details, ...fields } = this.fields;
    return SUITE_RESULT.create({
      ...fields,
      duration: this.duration,
      cases: arrayList(this.cases.map((each) => each.toJava())),
      enclosingBlockNames: arrayList(details?.enclosingBlockNames ?? []),
      enclosingBlocks: arrayList(details?.enclosingBlocks ?? []),
      nodeId: details?.nodeId ?? null,
      properties: this.properties,
      stderr: this.stderr,
      stdout: this.stdout,
    });
  }
}

/**
 * `new SuiteResult(report, element, ...)`; null for an element without a test case or an error.
 * @throws JavaError java.lang.NullPointerException for a case without any name; java.io.IOException
 */
export async function suiteResult(
  report: string,
  element: Element,
  context: SuiteContext,
): Promise<SuiteResult | null> {
  const error = element.child('error');
  const testCases = element.all('testcase');
  if (!error && testCases.length === 0) return null;
  const suite = new SuiteResult(await suiteFields(report, element, context));
  if (error) suite.addCase(named(caseResult(element, '<init>', context)));
  addTestCases(suite, element, testCases, context);
  const { stdioRetention, keepProperties } = context;
  const { hasFailures } = suite;
  let stdout = trimText(element.childText('system-out'), stdioRetention, hasFailures);
  const stderr = trimText(element.childText('system-err'), stdioRetention, hasFailures);
  if (stdout === null && stderr === null) stdout = await redirectedOutput(report, context, hasFailures);
  suite.stdout = fixNuls(stdout);
  suite.stderr = fixNuls(stderr);
  suite.properties = hashMap(keepProperties ? propertiesOf(element) : []);
  return suite;
}

/** A suite with one failed case that says what is wrong with a file. */
export function troubleSuite(
  report: string,
  testName: string,
  error: string,
  details: PipelineDetails | null,
): SuiteResult {
  const name = fileName(report);
  const none = { file: null, id: null, time: null, timestamp: null };
  const suite = new SuiteResult({ ...none, name, startTime: 0n, duration: 0, details: inPipeline(details) });
  suite.stdout = '';
  suite.stderr = '';
  suite.addCase(troubleCase(name, testName, error));
  return suite;
}

async function suiteFields(report: string, element: Element, context: SuiteContext): Promise<SuiteFields> {
  const timestamp = element.attribute('timestamp');
  const time = element.attribute('time');
  return {
    file: absoluteFile(report),
    id: element.attribute('id'),
    name: await context.safeName(suiteName(report, element)),
    time,
    timestamp,
    startTime: startTime(timestamp, context) ?? -1n,
    duration: duration(time),
    details: inPipeline(context.details),
  };
}

function suiteName(report: string, element: Element): string {
  const name = element.attribute('name');
  if (name === null) return `(${fileName(report)})`;
  const prefix = element.attribute('package') ?? '';
  return prefix === '' ? name : `${prefix}.${name}`;
}

function addTestCases(
  suite: SuiteResult,
  element: Element,
  testCases: readonly Element[],
  context: SuiteContext,
): void {
  let offset = 0n;
  for (const testCase of testCases) {
    const className = testCase.attribute('classname') ?? element.attribute('name');
    const result = named(caseResult(testCase, className, context));
    const own = startTime(testCase.attribute('timestamp'), context);
    if (own !== null) {
      result.startTime = own;
    } else if (suite.fields.startTime !== -1n) {
      // Estimated: the cases ran one after the other.
      result.startTime = suite.fields.startTime + offset;
      const milliseconds = Math.trunc(Math.fround(result.duration * 1000));
      offset += Number.isNaN(milliseconds) ? 0n : BigInt(milliseconds);
    }
    suite.addCase(result);
  }
}

/** null without a timestamp; -1n for one that is none. */
function startTime(timestamp: string | null, { onBadTimestamp }: SuiteContext): bigint | null {
  if (timestamp === null || timestamp === '') return null;
  const millis = timestampMillis(timestamp);
  if (millis === null) onBadTimestamp();
  return millis ?? -1n;
}

function named(result: CaseResult | null): CaseResult {
  if (result) return result;
  throw new JavaError('java.lang.NullPointerException', null);
}

/** Surefire's redirectTestOutputToFile: the output of TEST-x.xml is in x-output.txt beside it. */
async function redirectedOutput(report: string, context: SuiteContext, hasFailures: boolean): Promise<string | null> {
  const [, name] = /^TEST-(.+)\.xml$/.exec(fileName(report)) ?? [];
  if (name === undefined) return null;
  const output = childFile(parentFile(report) ?? '', `${name}-output.txt`);
  if (!(await fileExists(output))) return null;
  try {
    return await trimFile(output, context.stdioRetention, hasFailures);
  } catch (error) {
    if (!(error instanceof JavaError)) throw error;
    throw ioError(`Failed to read ${output}`, { cause: error });
  }
}

/** Details without a node are none. */
function inPipeline(details: PipelineDetails | null): PipelineDetails | null {
  return details?.nodeId == null ? null : details;
}
