import { arrayList, emptyMap, hashMap } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import type { Element } from './element.js';
import { fixNuls, trimText } from './stdio.js';
import type { StdioRetention } from './stdio.js';
import { duration } from './times.js';
import { CASE_RESULT, FAILURE } from './wire.js';

/** What a request says about what to keep of a report. */
export interface ReportOptions {
  readonly stdioRetention: StdioRetention;
  readonly keepProperties: boolean;
  readonly keepTestNames: boolean;
}

/** hudson.tasks.junit.CaseResult, as much as its suite wants to know of it, and the rest to be sent. */
export interface CaseResult {
  readonly duration: number;
  readonly failed: boolean;
  /** Milliseconds since 1970; -1n when unknown. */
  startTime: bigint;
  toJava(): JavaObject;
}

/**
 * `new CaseResult(suite, element, className, ...)`.
 * @param className null when neither the case nor the suite has a name: then the case's own name may hold it
 * @returns null where the plugin fails with a NullPointerException: a case without any name
 */
export function caseResult(element: Element, className: string | null, options: ReportOptions): CaseResult | null {
  const name = element.attribute('name');
  if (className === null && name === null) return null;
  const dot = className === null && name !== null ? name.lastIndexOf('.') : -1;
  const errorStackTrace = element.childText('error') ?? element.childText('failure');
  const failed = errorStackTrace !== null;
  const skipped = element.child('skipped');
  const kept = (text: string | null): string | null => fixNuls(trimText(text, options.stdioRetention, failed));
  const fields = {
    duration: duration(element.attribute('time')),
    failedSince: 0,
    isProperFailure: element.child('failure') !== undefined,
    keepTestNames: options.keepTestNames,
    skipped: skipped !== undefined,
    className: dot < 0 ? className : (name?.slice(0, dot) ?? null),
    errorDetails: (element.child('error') ?? element.child('failure'))?.attribute('message') ?? null,
    errorStackTrace,
    flakyFailures: failures(element, 'flakyFailure'),
    properties: hashMap(options.keepProperties ? propertiesOf(element) : []),
    rerunFailures: failures(element, 'rerunFailure'),
    skippedMessage: skipped ? (skipped.attribute('message') ?? skipped.text) : null,
    stderr: kept(element.childText('system-err')),
    stdout: kept(element.childText('system-out')),
    testName: dot < 0 ? name : (name?.slice(dot + 1) ?? null),
  };
  return {
    duration: fields.duration,
    failed,
    startTime: -1n,
    toJava() {
      return CASE_RESULT.create({ ...fields, startTime: this.startTime });
    },
  };
}

/** `new CaseResult(suite, testName, error)`: for a report that is no report. */
export function troubleCase(suiteName: string, testName: string, error: string): CaseResult {
  return {
    duration: 0,
    failed: true,
    startTime: -1n,
    toJava() {
      return CASE_RESULT.create({
        duration: 0,
        failedSince: 0,
        isProperFailure: false,
        keepTestNames: false,
        skipped: false,
        startTime: this.startTime,
        className: suiteName,
        errorDetails: '',
        errorStackTrace: error,
        flakyFailures: null,
        properties: emptyMap(),
        rerunFailures: null,
        skippedMessage: null,
        stderr: null,
        stdout: null,
        testName,
      });
    },
  };
}

/** The properties of a suite or a case: a value is an attribute or a text, the last one of a name counts. */
export function propertiesOf(element: Element): Map<string, string> {
  const properties = new Map<string, string>();
  for (const property of element.child('properties')?.all('property') ?? []) {
    const name = property.attribute('name');
    if (name !== null) properties.set(name, property.attribute('value') ?? property.text);
  }
  return properties;
}

/** Surefire's reruns: attempts that failed before or after the one that counts. */
function failures(element: Element, name: string): JavaObject {
  const attempts = element.all(name).map((attempt) =>
    FAILURE.create({
      message: attempt.attribute('message'),
      stackTrace: attempt.childText('stackTrace'),
      stderr: attempt.childText('system-err'),
      stdout: attempt.childText('system-out'),
      type: attempt.attribute('type'),
    }),
  );
  return arrayList(attempts);
}
