/**
 * What java.io.File tells of a file, and permissions. The queries of java.io.File never fail: whatever goes wrong (no such
 * file, no access, a name that cannot be) is false or 0. Permissions are java.nio's and fail with its exceptions.
 */
import { access, chmod as chmodFile, constants, lstat, stat, utimes } from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import { JavaError, ioError } from '../../java/java-error.js';
import { nioError } from '../../java/file-errors.js';
import { isUsableFile, toPath } from '../../java/path.js';

/** File.exists(): links are followed, so a dangling one does not exist. */
export async function fileExists(file: string): Promise<boolean> {
  return (await tryStat(file)) !== null;
}

/** File.isDirectory(): links are followed. */
export async function isDirectory(file: string): Promise<boolean> {
  return (await tryStat(file))?.isDirectory() ?? false;
}

/** File.isFile(): a regular file; links are followed. */
export async function isRegularFile(file: string): Promise<boolean> {
  return (await tryStat(file))?.isFile() ?? false;
}

/** Files.isSymbolicLink. */
export async function isSymbolicLink(file: string): Promise<boolean> {
  return (await quietly(() => lstat(file)))?.isSymbolicLink() ?? false;
}

/** File.length(), in bytes; 0 when there is no such file. */
export async function fileLength(file: string): Promise<bigint> {
  return (await tryStat(file))?.size ?? 0n;
}

/** File.lastModified(), in milliseconds since 1970, cut to whole ones; 0 when there is no such file. */
export async function lastModified(file: string): Promise<bigint> {
  return (await tryStat(file))?.mtimeMs ?? 0n;
}

/**
 * File.setLastModified(); the time of last access stays.
 * @returns whether it could be set
 * @throws JavaError java.lang.IllegalArgumentException for a time before 1970
 */
export async function setLastModified(file: string, milliseconds: bigint): Promise<boolean> {
  if (milliseconds < 0n) throw new JavaError('java.lang.IllegalArgumentException', 'Negative time');
  const attributes = await tryStat(file);
  if (!attributes) return false;
  const done = await quietly(async () => {
    await setTimes(file, Number(attributes.atimeMs), Number(milliseconds));
    return true;
  });
  return done ?? false;
}

/** Sets the times of last access and modification, in milliseconds since 1970. Throws Node.js' errors. */
export async function setTimes(file: string, accessed: number, modified: number): Promise<void> {
  await utimes(file, utimeSeconds(accessed), utimeSeconds(modified));
}

/**
 * Milliseconds as utimes takes them. Node 22 cuts seconds to microseconds, later ones to nanoseconds: a fraction that is not
 * reached exactly is passed, so that a millisecond does not become the one before it. Whole seconds stay what they are.
 */
export function utimeSeconds(milliseconds: number): number {
  const seconds = milliseconds / 1000;
  return milliseconds % 1000 === 0 ? seconds : seconds + seconds * Number.EPSILON;
}

/** File.canRead(). */
export function canRead(file: string): Promise<boolean> {
  return hasAccess(file, constants.R_OK);
}

/** hudson.util.IOUtils.mode: the nine permission bits; -1 on Windows. Follows links; fails as java.nio does. */
export async function fileMode(file: string): Promise<number> {
  if (process.platform === 'win32') return -1;
  try {
    return (await stat(toPath(file))).mode & 0o777;
  } catch (error) {
    throw nioError(error, file);
  }
}

/** FilePath._chmod: sets the permission bits; does nothing on Windows. Only the nine can be set. */
export async function changeMode(file: string, mode: number): Promise<void> {
  if (process.platform === 'win32') return;
  const permissions = mode & 0o7777;
  if (permissions > 0o777) throw ioError(`Invalid mode: ${permissions}`);
  try {
    await chmodFile(toPath(file), permissions);
  } catch (error) {
    throw nioError(error, file);
  }
}

async function tryStat(file: string): Promise<BigIntStats | null> {
  return isUsableFile(file) ? quietly(() => stat(file, { bigint: true })) : null;
}

async function hasAccess(file: string, mode: number): Promise<boolean> {
  if (!isUsableFile(file)) return false;
  const allowed = await quietly(async () => {
    await access(file, mode);
    return true;
  });
  return allowed ?? false;
}

/** null instead of an error: how java.io.File answers. */
async function quietly<T>(query: () => Promise<T>): Promise<T | null> {
  try {
    return await query();
  } catch {
    return null;
  }
}
