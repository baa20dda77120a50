/**
 * edu.hm.hafner.util.PathUtil: paths with `/` on any system and drive letters in upper case. A path of what exists is made
 * absolute, without `.` and `..`, links kept; any other one stays as it is.
 */
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { normalizeNames } from '../../java/filename-utils.js';
import { absoluteFile, childFile, invalidPath, isAbsoluteFile, javaFile, normalizePath } from '../../java/path.js';

/** getAbsolutePath */
export async function absolutePath(file: string): Promise<string> {
  if (invalidPath(file)) return unixPath(file);
  return unixPath((await realPath(file)) ?? javaFile(file));
}

/** getRelativePath(base, file): of what exists in an existing directory; `..` where it is not below. */
export async function relativePath(base: string, file: string): Promise<string> {
  if (invalidPath(file) || invalidPath(base)) return unixPath(file);
  const realBase = await realPath(base);
  const real = await realPath(isAbsoluteFile(file) ? file : childFile(base, file));
  return unixPath(realBase === null || real === null ? javaFile(file) : path.relative(realBase, real));
}

/** createAbsolutePath: a name in a directory, without looking whether it is there. */
export function createAbsolutePath(directory: string, name: string): string {
  if (isAbsolute(name) || directory.trim() === '') return unixPath(name);
  return normalizeNames(`${unixPath(directory).replace(/\/$/, '')}/${unixPath(name)}`) ?? unixPath(name);
}

/** isAbsolute: on whichever system, URIs and home directories included. */
export function isAbsolute(name: string): boolean {
  return ABSOLUTE_URI.test(name) || /^(?:[/\\~]|[A-Za-z]:[^])/.test(name);
}

const ABSOLUTE_URI = /^[a-z][a-z0-9+.-]*:(?:[^\0-\x20\x7f"<>\\^`{|}%[\]]|%[0-9a-f]{2})+$/i;

/** toAbsolutePath().normalize().toRealPath(NOFOLLOW_LINKS); null for what is not there. On Windows the case of names stays. */
async function realPath(file: string): Promise<string | null> {
  const absolute = normalizePath(absoluteFile(file));
  const exists = await lstat(absolute).then(
    () => true,
    () => false,
  );
  return exists ? absolute : null;
}

function unixPath(name: string): string {
  const unix = name.replaceAll('\\', '/');
  return /^[a-z]:\/.*$/.test(unix) ? unix.charAt(0).toUpperCase() + unix.slice(1) : unix;
}
