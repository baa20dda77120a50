/**
 * Which file a program's name means on Windows: the search of CreateProcess, which the JDK leaves to it. It is done here because
 * libuv's looks in the child's working directory first and then in the child's PATH: a `git.exe` in a workspace would run with the
 * credentials of the job, and a build that sets PATH would lose `cmd`.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { NotFound } from './find-program.js';
import { variable } from './variable.js';

/** Of the agent, never of the process that is to be started. */
export interface WindowsSearch {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The agent's PATH. */
  readonly searchPath: string | undefined;
  /** Where the agent's own program is. */
  readonly programFolder: string;
  /** The agent's working directory. */
  readonly cwd: string;
}

export function windowsSearch(searchPath: string | undefined): WindowsSearch {
  return { environment: process.env, searchPath, programFolder: path.dirname(process.execPath), cwd: process.cwd() };
}

/** What there is at an absolute path. */
export type Look = (file: string) => Promise<'file' | 'other' | 'missing'>;

/**
 * @param name with or without quotes, with either kind of slashes. Without an extension it means an .exe
 * @returns the absolute path of a file
 */
export async function findWindowsProgram(
  name: string,
  search: WindowsSearch,
  look: Look = kindOf,
): Promise<string | NotFound> {
  // Windows takes dots and blanks at the end of a name for nothing, but not in the form in which Node hands it names.
  const plain = path.win32.normalize(unquoted(name)).replace(/(?<=[^. \\])[. ]+$/, '');
  if (plain === '.' || name === '') return { code: 'ENOENT' };
  const file = path.win32.basename(plain).includes('.') ? plain : `${plain}.exe`;
  // With a folder it is relative to the agent's working directory, not to that of the process.
  if (/[\\:]/.test(plain)) {
    const named = path.win32.resolve(search.cwd, file);
    const kind = await look(named);
    if (kind === 'file') return named;
    return { code: kind === 'other' ? 'EPERM' : 'ENOENT' };
  }
  for (const folder of folders(search)) {
    const candidate = path.win32.resolve(folder, file);
    if ((await look(candidate)) === 'file') return candidate;
  }
  return { code: 'ENOENT' };
}

/** What the JDK takes off before it looks. */
export function unquoted(name: string): string {
  return /^".*"$/s.test(name) ? name.slice(1, -1) : name;
}

/** CreateProcess's order. An entry of the path may stand in quotes; an empty one means nothing. */
function folders({ environment, searchPath, programFolder, cwd }: WindowsSearch): string[] {
  const windows = windowsFolder(environment);
  const here = variable(environment, 'NoDefaultCurrentDirectoryInExePath') === undefined ? [cwd] : [];
  const system = [path.win32.join(windows, 'System32'), path.win32.join(windows, 'System'), windows];
  const listed = (searchPath ?? '').split(';').map((entry) => entry.replaceAll('"', ''));
  return [programFolder, ...here, ...system, ...listed.filter((entry) => entry !== '')];
}

/** `C:\Windows`. */
export function windowsFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return variable(environment, 'SystemRoot') ?? 'C:\\Windows';
}

/** What may not be looked at is something that cannot be run. */
async function kindOf(file: string): ReturnType<Look> {
  try {
    return (await stat(file)).isFile() ? 'file' : 'other';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'other' : 'missing';
  }
}
