import { realpath as walkingRealpath } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode } from '../../java/file-errors.js';

/** What is really about the path, and not about the volume that it is on. */
const VERDICTS = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'EPERM', 'ENAMETOOLONG']);

const asking = (file: string): Promise<string> => realpath(file);
const walking = promisify<string, string>(walkingRealpath);

/**
 * The path with its links resolved. On Windows a volume may not tell the names of its files, as RAM disks and mapped ones do not:
 * then the names on the way are looked at one by one. (FilePath.windowsToRealPath falls back in the same cases.)
 * @throws the system's error
 */
export async function realPathOf(
  file: string,
  platform = process.platform,
  ask = asking,
  walk = walking,
): Promise<string> {
  try {
    return await ask(file);
  } catch (error) {
    if (platform !== 'win32' || VERDICTS.has(errorCode(error) ?? 'ENOENT')) throw error;
    return walk(file);
  }
}
