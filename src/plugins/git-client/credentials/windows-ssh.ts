/**
 * SSH for git on Windows. Git's own ssh.exe comes before any other in PATH: the one of Windows refuses keys that more than their owner
 * may read. And as that one may be the only one, the key is given to its owner alone (CliGitAPIImpl.getSSHExecutable, fixSshKeyOnWindows).
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { windowsFolder } from '../../../os/process/find-windows-program.js';
import { variable } from '../../../os/process/variable.js';
import { JavaError } from '../../../java/java-error.js';
import { gitException } from '../errors.js';

type Environment = Readonly<Record<string, string | undefined>>;

const TIMEOUT_MS = 30_000;

/** Where ssh.exe is in Git for Windows, seen from the folder of git.exe or git.cmd. */
const NEAR_GIT: readonly (readonly [part: string, instead: string])[] = [
  ['\\bin\\', '\\usr\\bin\\'],
  ['\\cmd\\', '\\bin\\'],
  ['\\cmd\\', '\\usr\\bin\\'],
  ['\\mingw64\\', '\\'],
  ['\\mingw64\\bin\\', '\\usr\\bin\\'],
];

/**
 * @param git the executable of the tool configuration: a name or a path
 * @param environment the agent's
 * @throws JavaError java.lang.RuntimeException where there is none
 */
export function findGitSsh(
  git: string,
  environment: Environment,
  exists: (file: string) => boolean = existsSync,
): string {
  const found = candidates(git, environment, exists).find(exists);
  if (found !== undefined) return found;
  const help = 'The git plugin only supports official git client https://git-scm.com/download/win';
  throw new JavaError('java.lang.RuntimeException', `ssh executable not found. ${help}`);
}

function candidates(git: string, environment: Environment, exists: (file: string) => boolean): string[] {
  const own = variable(environment, 'GIT_SSH', 'win32');
  const installed = ['ProgramFiles', 'ProgramFiles(x86)'].flatMap((name) => {
    const programs = variable(environment, name, 'win32');
    return programs === undefined ? [] : [`${programs}\\Git\\bin\\ssh.exe`, `${programs}\\Git\\usr\\bin\\ssh.exe`];
  });
  const beside = (file: string) => `${path.win32.dirname(file)}\\ssh.exe`;
  const inPath = gitInPath(git.replaceAll('/', '\\'), environment, exists);
  const near = inPath === undefined ? [] : NEAR_GIT.map(([part, instead]) => beside(inPath.replaceAll(part, instead)));
  const named = /[\\/]/.test(git) ? [beside(git)] : [];
  return [...(own === undefined ? [] : [own]), ...installed, ...named, ...near];
}

/** git.exe or git.cmd, whichever of them the tool is. */
function gitInPath(git: string, environment: Environment, exists: (file: string) => boolean): string | undefined {
  const name = git.replace(/\.(exe|cmd)$/i, '');
  const folders = (variable(environment, 'PATH', 'win32') ?? '').split(';').filter((folder) => folder !== '');
  const files = folders.flatMap((folder) => [`.exe`, `.cmd`].map((suffix) => path.win32.join(folder, name + suffix)));
  return [...files, git].find(exists);
}

/** Takes a file from everybody but who runs the agent. @throws JavaError GitException when that cannot be done */
export async function giveToOwnerAlone(file: string): Promise<void> {
  try {
    const owner = /S-1-[0-9-]+/.exec(await systemProgram('whoami.exe', ['/user']))?.[0];
    if (owner === undefined) throw new Error('whoami.exe does not tell who runs the agent');
    await systemProgram('icacls.exe', [file, '/inheritance:r', '/grant:r', `*${owner}:F`]);
  } catch (error) {
    throw gitException(`Error updating file permission for "${file}"`, error);
  }
}

async function systemProgram(name: string, args: readonly string[]): Promise<string> {
  const program = path.win32.join(windowsFolder(), 'System32', name);
  const { stdout } = await promisify(execFile)(program, args, { windowsHide: true, timeout: TIMEOUT_MS });
  return stdout;
}
