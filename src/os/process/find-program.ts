/**
 * Which file a program name means. The JDK looks in the PATH of the agent itself, not in that of the process to start
 * (childproc.c, JDK_execvpe), while libuv looks in the latter: so the search is done here.
 */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';

/** What the JDK takes when PATH is not set. */
const DEFAULT_PATH = ':/bin:/usr/bin';

/** A program that cannot be started; `code` is the errno name that execve (or libuv's CreateProcess) would have given. */
export interface NotFound {
  readonly code: 'ENOENT' | 'EACCES' | 'EPERM';
}

/**
 * @param searchPath the agent's PATH
 * @param workDir where the process will run: relative entries of the path mean a place under it
 * @returns the file to execute; a name with a slash is returned as it is
 */
export async function findProgram(
  name: string,
  searchPath: string | undefined,
  workDir: string | null,
): Promise<string | NotFound> {
  if (name === '') return { code: 'ENOENT' };
  if (name.includes('/')) return name;
  let code: NotFound['code'] = 'ENOENT';
  for (const folder of (searchPath ?? DEFAULT_PATH).split(':')) {
    const candidate = path.join(path.resolve(workDir ?? '.', folder), name);
    const found = await executable(candidate);
    if (found === 'yes') return candidate;
    // As execvp: one that may not be executed is remembered while the search goes on.
    if (found === 'forbidden') code = 'EACCES';
  }
  return { code };
}

async function executable(file: string): Promise<'yes' | 'forbidden' | 'no'> {
  try {
    const isFile = (await stat(file)).isFile();
    if (isFile) await access(file, constants.X_OK);
    return isFile ? 'yes' : 'forbidden';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'forbidden' : 'no';
  }
}
