/** Which reports count as this build's. */
import { lastModified } from '../../os/files/attributes.js';
import { JavaError } from '../../java/java-error.js';
import type { CallableContext } from '../../callables/callable.js';
import { refusesOldReports } from './generation.js';
import { timeSpan } from './time-span.js';

/** Times are milliseconds since 1970, by the clock of this machine. */
export interface ReportAge {
  /** Whether to leave out what is older than `begin`. */
  readonly skipOldReports: boolean;
  readonly begin: bigint;
  /** What is older fails with a plugin that always leaves it out; null when the request is not of one. */
  readonly strictBegin: bigint | null;
}

/** File systems are not exact. */
const MARGIN = 3000n;

/**
 * The reports to be read. Until early 2022 those of earlier builds were left out always, and a build with none of its own
 * failed; since then they are left out when a job asks for it.
 * @throws JavaError hudson.AbortException
 */
export async function* newReports(
  files: readonly string[],
  age: ReportAge,
  context: CallableContext,
): AsyncGenerator<string, void, undefined> {
  const { skipOldReports, begin, strictBegin } = age;
  if (strictBegin !== null && (await someAreOlder(files, strictBegin)) && (await refusesOldReports(context))) {
    let count = 0;
    for await (const file of notOlder(files, strictBegin)) {
      count++;
      yield file;
    }
    if (count === 0) throw await allOld(files[0] ?? '', strictBegin);
  } else if (skipOldReports) {
    yield* notOlder(files, begin);
  } else {
    yield* files;
  }
}

async function* notOlder(files: readonly string[], begin: bigint): AsyncGenerator<string, void, undefined> {
  for (const file of files) if (!(await isOlder(file, begin))) yield file;
}

async function someAreOlder(files: readonly string[], begin: bigint): Promise<boolean> {
  for (const file of files) if (await isOlder(file, begin)) return true;
  return false;
}

async function isOlder(file: string, begin: bigint): Promise<boolean> {
  return (await lastModified(file)) < begin - MARGIN;
}

async function allOld(first: string, begin: bigint): Promise<JavaError> {
  const now = BigInt(Date.now());
  if (now < begin - 1000n) {
    const message =
      'Clock on this agent is out of sync with the controller, and therefore \n' +
      "I can't figure out what test results are new and what are old.\n" +
      'Please keep the agent clock in sync with the controller.';
    return new JavaError('hudson.AbortException', message);
  }
  const old = timeSpan(begin - (await lastModified(first)));
  const message = `Test reports were found but none of them are new. Did leafNodes run? \nFor example, ${first} is ${old} old\n`;
  return new JavaError('hudson.AbortException', message);
}
