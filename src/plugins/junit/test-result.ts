import type { SuiteResult } from './suite-result.js';

/** The collecting half of hudson.tasks.junit.TestResult. */
export class TestResult {
  readonly suites: SuiteResult[] = [];
  duration = 0;
  /** Of the suite that began first; -1n when none says. */
  startTime = -1n;
  readonly #byName = new Map<string, SuiteResult[]>();

  /** TestResult.add: suites that are spread over several files become one. */
  add(suite: SuiteResult): void {
    const { name, startTime } = suite.fields;
    if (this.startTime === -1n) this.startTime = startTime;
    else if (startTime !== -1n && startTime < this.startTime) this.startTime = startTime;
    // Before the merge, which changes durations.
    this.duration = Math.fround(this.duration + suite.duration);
    const same = this.#byName.get(name)?.find((other) => isSame(other, suite));
    if (same) same.merge(suite);
    else this.keep(suite);
  }

  /** Keeps a suite as it is, whatever others there are. */
  keep(suite: SuiteResult): void {
    const { name } = suite.fields;
    this.suites.push(suite);
    this.#byName.set(name, [...(this.#byName.get(name) ?? []), suite]);
  }
}

/** Of the same place in a Pipeline, and of the same id if both have one. */
function isSame({ fields: a }: SuiteResult, { fields: b }: SuiteResult): boolean {
  if (a.id !== null && b.id !== null && a.id !== b.id) return false;
  return placeOf(a.details) === placeOf(b.details);
}

function placeOf(details: SuiteResult['fields']['details']): string {
  return JSON.stringify([details?.nodeId ?? null, details?.enclosingBlocks ?? [], details?.enclosingBlockNames ?? []]);
}
