/** Which reports count as this build's. */
import { lastModified } from '../../host/files/attributes.js';
import { JavaError } from '../../host/java-error.js';
import type { JavaValue } from '../../serial/model.js';
import type { CallableContext } from '../callable.js';
import { timeSpan } from './time-span.js';

export interface ReportAge {
  readonly skipOldReports: boolean;
  readonly buildStartTimeInMillis: bigint;
  readonly buildTimeInMillis: bigint;
  readonly nowMaster: bigint;
  /** The field `buildTime` of plugins until 2022. */
  readonly oldBuildTime: JavaValue | undefined;
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
  const { oldBuildTime } = age;
  const isStrict = typeof oldBuildTime === 'bigint' && (await refusesOld(context));
  if (!isStrict && !age.skipOldReports) {
    yield* files;
    return;
  }
  const now = BigInt(Date.now());
  const { buildStartTimeInMillis: started, buildTimeInMillis: scheduled } = age;
  const smaller = started < scheduled ? started : scheduled;
  const begin = isStrict ? oldBuildTime + (now - age.nowMaster) : smaller;
  let count = 0;
  for (const file of files) {
    if ((await lastModified(file)) < begin - MARGIN) continue;
    count++;
    yield file;
  }
  if (isStrict && count === 0) throw await allOld(files[0] ?? '', begin, now);
}

/** Whether the controller's plugin does; nothing in the request tells. */
async function refusesOld(context: CallableContext): Promise<boolean> {
  const bytes = await context.agent.controllerClass('hudson.tasks.junit.TestResult', context);
  return bytes?.includes('Did leafNodes run') ?? false;
}

async function allOld(first: string, begin: bigint, now: bigint): Promise<JavaError> {
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
