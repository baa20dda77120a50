/**
 * What Linux tells of a process, below /proc. Never read synchronously: the kernel may keep a reader of environ waiting for as
 * long as the process's memory is locked.
 */
import { readFile, readdir } from 'node:fs/promises';
import { EnvVars } from '../environment.js';

/** @param proc where the proc file system is mounted */
export async function processIds(proc = '/proc'): Promise<number[]> {
  return (await readdir(proc)).filter((name) => /^[0-9]+$/.test(name)).map(Number);
}

/** undefined when the process has ended, or is not ours to look into. */
export async function readProcessFile(
  pid: number,
  file: 'stat' | 'environ' | 'cmdline',
  proc = '/proc',
): Promise<string | undefined> {
  try {
    return await readFile(`${proc}/${pid}/${file}`, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return undefined;
    throw error;
  }
}

/** `NAME=value` lines, each ended by a zero byte. */
export function parseEnviron(environ: string): EnvVars {
  const lines = environ.split('\0').slice(0, -1);
  return EnvVars.fromLines(lines.filter((line) => line.indexOf('=') > 0));
}
