/** org.jenkinsci.plugins.xunit.service.XUnitReportProcessorService: which reports there are, and whether they are this build's. */
import { childFile } from '../../java/path.js';
import { lastModified } from '../../os/files/attributes.js';
import { filesOf } from '../../os/ant-glob/file-set.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { timeSpan } from '../junit/time-span.js';
import { xunitError } from './errors.js';
import type { Tool } from './tools.js';

/** XUnitToolInfo, what of it an agent needs. Times are milliseconds. */
export interface ToolInfo {
  readonly inputMetric: Tool;
  readonly pattern: string;
  readonly excludesPattern: string | null;
  readonly failIfNotNew: boolean;
  readonly stopProcessingIfError: boolean;
  readonly followSymlink: boolean;
  readonly buildTime: bigint;
  readonly testTimeMargin: bigint;
}

/**
 * @returns names relative to the directory
 * @throws JavaError NoTestFoundException without any, NoNewTestReportException for old ones where that is to fail
 */
export async function findReports(
  directory: string,
  info: ToolInfo,
  listener: Listener,
  context: CallableContext,
): Promise<string[]> {
  const { inputMetric, pattern, excludesPattern: excludes, followSymlink: followLinks } = info;
  const names: string[] = [];
  const set = { includes: pattern, excludes: excludes === '' ? null : excludes, defaultExcludes: true, followLinks };
  for await (const name of filesOf(directory, set, context.signal)) names.push(name);
  const { label } = inputMetric;
  const where = `were found with the pattern '${pattern}' relative to '${directory}' for the testing framework '${label}'.`;
  if (names.length === 0) {
    const hints = `Did you enter a pattern relative to (and within) the workspace directory?\nDid you generate the result report(s) for '${label}'?"`;
    throw await xunitError('NoTestFoundException', `[${label}] - No test report file(s) ${where}\n${hints}`, context);
  }
  await listener.println(`INFO: [${label}] - ${names.length.toLocaleString('en')} test report file(s) ${where}`);
  if (info.failIfNotNew) await assertNew(directory, names, info, context);
  return names;
}

async function assertNew(
  directory: string,
  names: readonly string[],
  { buildTime, testTimeMargin }: ToolInfo,
  context: CallableContext,
): Promise<void> {
  const old: string[] = [];
  for (const name of names) {
    const file = childFile(directory, name);
    const modified = await lastModified(file);
    if (buildTime - testTimeMargin > modified) old.push(`  * ${file} is ${timeSpan(buildTime - modified)} old`);
  }
  if (old.length === 0) return;
  const isClockBehind = BigInt(Date.now()) < buildTime - 1000n;
  const first = 'Test reports were found but not all of them are new. Did all the tests run?';
  const message = isClockBehind ? CLOCK : [first, ...old].map((line) => line + LINE_SEPARATOR).join('');
  throw await xunitError('NoNewTestReportException', message, context);
}

const LINE_SEPARATOR = process.platform === 'win32' ? '\r\n' : '\n';

/** The apostrophe is lost in the plugin's message, too. */
const CLOCK = `Clock on this slave is out of sync with the master, and therefore 
I cant figure out what test results are new and what are old.
Please keep the slave clock in sync with the master.`;
