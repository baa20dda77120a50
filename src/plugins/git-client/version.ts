/** Which git this is: what a version can do decides about arguments. */
import type { GitRun } from './git-run.js';
import { isInterruption } from './errors.js';

/**
 * Whether git is at least of this version. Asks it once for each client, in the log as ` > git --version # '...'`. A git that
 * does not tell is older than any.
 */
export async function atLeast(run: GitRun, major: number, minor: number, revision = 0): Promise<boolean> {
  if (run.client.version === 0) run.client.version = parseVersion(await versionText(run));
  return run.client.version >= asNumber(major, minor, revision, 0);
}

async function versionText(run: GitRun): Promise<string> {
  try {
    const text = (await run.git('--version')).trim();
    await run.log(` > git --version # '${text}'`);
    return text;
  } catch (error) {
    if (isInterruption(error)) throw error;
    return '';
  }
}

/**
 * `git version 2.39.5`, `git version 2.5.0.windows.1`, `git version 2.39.5 (Apple Git-154)`, `git version 2.51.GIT`: the numbers
 * up to the first that is none; 0 for anything else.
 */
export function parseVersion(text: string): number {
  const field = text.split(' ')[2]?.replaceAll('msysgit.', '').replaceAll('windows.', '') ?? '';
  const parts = field.split('.', 4);
  const end = parts.findIndex((part) => !/^[+-]?\d+$/.test(part));
  const [major = 0, minor = 0, revision = 0, fix = 0] = (end < 0 ? parts : parts.slice(0, end)).map(Number);
  return asNumber(major, minor, revision, fix);
}

function asNumber(major: number, minor: number, revision: number, fix: number): number {
  return major * 1_000_000 + minor * 10_000 + revision * 100 + fix;
}
