/** This machine: where builds work, how much room there is, what time it is, which git there is. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../transport/errors.js';
import { failed, ok, skipped, warning } from './check.js';
import type { Check, Outcome, Patient } from './check.js';

export const MACHINE_CHECKS: readonly Check[] = [
  { name: 'Work directory', run: checkWorkDirectory },
  { name: 'Disk', run: checkDisk },
  { name: 'Clock', run: checkClock },
  { name: 'git', run: checkGit },
];

const GIB = 1024 ** 3;
/** Below it Jenkins takes a node offline (hudson.node_monitors.DiskSpaceMonitor). */
const ENOUGH_BYTES = GIB;
/** Timestamps of files and of builds are then visibly apart; Jenkins says "in sync" below 10 s or so. */
const CLOCK_MS = 30_000;
const GIT_MS = 10_000;

async function checkWorkDirectory({ values: { workDir } }: Patient): Promise<Outcome> {
  if (workDir === undefined) return skipped('none is given: -workDir');
  const advice = 'Give the directory to the user that the agent runs as, or choose another with -workDir';
  try {
    const existing = await nearestExisting(workDir);
    if (!(await stat(existing)).isDirectory()) return failed(`${existing} is no directory`, advice);
    await access(existing, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok(existing === resolve(workDir) ? existing : `${workDir} can be made in ${existing}`);
  } catch (error) {
    return failed(messageOf(error), advice);
  }
}

async function checkDisk({ values: { workDir } }: Patient): Promise<Outcome> {
  const place = await nearestExisting(workDir ?? '.');
  const { bavail, bsize, files, ffree } = await statfs(place);
  const free = bavail * bsize;
  const text = `${(free / GIB).toFixed(1)} GiB free at ${place}`;
  if (free < ENOUGH_BYTES) return warning(text, 'Make room: Jenkins takes a node with less than 1 GiB offline');
  if (files > 0 && ffree / files < 0.01) return warning(`${text}, but hardly an inode`, 'Delete old workspaces');
  return ok(text);
}

function checkClock({ page }: Patient): Outcome {
  const theirs = Date.parse(page?.headers['date'] ?? '');
  if (Number.isNaN(theirs)) return skipped('the controller did not tell its time');
  const seconds = Math.round((Date.now() - theirs) / 1000);
  const text = `${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} the controller`;
  if (Math.abs(seconds) * 1000 < CLOCK_MS) return ok(text);
  return warning(text, 'Keep the clocks of both machines right, with NTP');
}

async function checkGit(): Promise<Outcome> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version'], { timeout: GIT_MS });
    return ok(stdout.trim());
  } catch (error) {
    return warning(
      `git does not run: ${messageOf(error).split('\n', 1)[0] ?? ''}`,
      'Install git, if builds here check anything out',
    );
  }
}

async function nearestExisting(path: string): Promise<string> {
  for (let at = resolve(path); ; at = dirname(at)) {
    try {
      await stat(at);
      return at;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(at) === at) throw error;
    }
  }
}
