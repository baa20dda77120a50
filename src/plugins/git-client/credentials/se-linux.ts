/** Where SELinux is in force, ssh may not read a key that is labelled as anything: CliGitAPIImpl.fixSELinuxLabel. */
import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { defaultCharset } from '../../../java/charsets/charset.js';
import { JavaError } from '../../../java/java-error.js';
import { isInterruption } from '../errors.js';
import type { GitResult, GitRun } from '../git-run.js';

/** Where a system with SELinux has what. */
export interface SeLinux {
  readonly chcon: string;
  /** The label of the process that reads it. */
  readonly ownLabel: string;
  /** SELinux's own file system. */
  readonly fileSystem: string;
}

const SYSTEM: SeLinux = {
  chcon: '/usr/bin/chcon',
  ownLabel: '/proc/self/attr/current',
  fileSystem: '/sys/fs/selinux',
};

const TYPE = 'ssh_home_t';

/** In the place of an exit code, where chcon could not be run or waited for. */
const NOT_RUN = 126;

/** Labels a key for ssh. What fails is kept as a clue, for the log of a git command that cannot be run. */
export async function labelKey(run: GitRun, key: string, system: SeLinux = SYSTEM): Promise<void> {
  const clues = await cluesOf(system);
  if (clues === null) return;
  if (clues.label) await run.log('[INFO] Currently running in a labeled security context');
  if (clues.enforcing) await run.log("[INFO] Currently SELinux is 'enforcing' on the host");
  if (!clues.label && !clues.enforcing) {
    await run.log(
      '[INFO] SELinux is present on the host and we could not confirm that it does not apply actively: will try to relabel temporary files now; this may complain if context labeling not applicable after all',
    );
  }
  const command = [system.chcon, `--type=${TYPE}`, key];
  const { status, stdout, stderr } = await relabel(run, command);
  if (status === 0) return;
  run.client.failureClues.push(
    `[${new Date().toISOString()}][WARNING] Failed (${status}) performing chcon helper command for SELinux:\n` +
      ` >>> ${command.join(' ')}\n${section('STDOUT', stdout)}${section('STDERR', stderr)}` +
      'IMPACT: if SELinux is enabled, access to temporary key file may be denied for git+ssh later',
  );
}

/** What speaks for SELinux being in force; null when it is not, or when there is nothing to label with. */
async function cluesOf({
  chcon,
  ownLabel,
  fileSystem,
}: SeLinux): Promise<{ label: boolean; enforcing: boolean } | null> {
  if (!(await succeeds(access(chcon, constants.X_OK)))) return null;
  const label = await firstLine(ownLabel);
  if (label === 'unconfined' || label === 'kernel') return null;
  if (!(await succeeds(stat(fileSystem)))) return null;
  const enforce = await firstLine(path.join(fileSystem, 'enforce'));
  return enforce === '0' ? null : { label: label.includes(':'), enforcing: enforce === '1' };
}

async function relabel(run: GitRun, command: readonly string[]): Promise<GitResult> {
  await run.log(` > ${command.join(' ')}`);
  try {
    return await run.program(command, 1);
  } catch (error) {
    if (isInterruption(error) || !(error instanceof JavaError)) throw error;
    await run.log(`Error performing chcon helper command for SELinux: ${command.join(' ')} :\n${error.toString()}`);
    return { status: NOT_RUN, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  }
}

function section(name: string, output: Buffer): string {
  const text = defaultCharset.decode(output);
  return text === '' ? '' : `=== ${name}:\n${text}\n====\n`;
}

/** Empty when the file cannot be read: some kernels refuse even a process's own label. */
async function firstLine(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n', 1)[0] ?? '';
}

function succeeds(action: Promise<unknown>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}
