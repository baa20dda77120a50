/** Copying with attributes: java.nio.file.Files.copy with COPY_ATTRIBUTES and REPLACE_EXISTING. */
import {
  chmod,
  chown,
  constants,
  copyFile,
  lchown,
  lstat,
  mkdir,
  readlink,
  stat,
  symlink,
  unlink,
} from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { BigIntStats, Stats } from 'node:fs';
import { setTimes } from './attributes.js';
import { deleteIfExists } from './delete-if-exists.js';
import { OPEN, openFile } from './open-file.js';
import { errorCode, fileSystemError, nioError } from '../../java/file-errors.js';
import { toPath } from '../../java/path.js';

/**
 * Copies what `source` leads to (links followed) to `target`, which is replaced unless it is a directory with something in it.
 * A directory is copied without its contents. Owner, permissions and times go along, as far as we are allowed to set them.
 */
export async function copyWithAttributes(source: string, target: string): Promise<void> {
  const from = toPath(source);
  const to = toPath(target);
  const attributes = await stat(from).catch((error: unknown) => {
    throw nioError(error, from);
  });
  const existing = await lstat(to, { bigint: true }).catch(() => null);
  if (existing && isSameFile(existing, await stat(from, { bigint: true }))) return;
  if (existing) await deleteIfExists(to);
  await copyEntry(from, to, attributes);
}

/** Copies the contents of a file over whatever file there is, and nothing else of it. */
export async function copyContentsOver(source: string, target: string): Promise<void> {
  const [from, to] = [toPath(source), toPath(target)];
  try {
    // The system would wait at a pipe there.
    await (await openFile(to, OPEN.write | OPEN.create)).handle.close();
    await copyRegular(from, to, 0);
  } catch (error) {
    throw await copyFailure(error, from, to);
  }
}

type FileKey = Pick<BigIntStats, 'ino' | 'dev'>;

/** Copies one entry to a place where there is none: a file, a link as a link, a directory without its contents. */
export async function copyEntry(from: string, to: string, attributes: Stats): Promise<void> {
  try {
    await copyContents(from, to, attributes);
  } catch (error) {
    throw await copyFailure(error, from, to);
  }
  if (attributes.isSymbolicLink()) return;
  try {
    await copyAttributes(to, attributes);
  } catch (error) {
    await deleteIfExists(to);
    throw nioError(error, to);
  }
}

/**
 * What Java says of a copy that has failed with an error of Node.js', which does not tell where: it names the source that cannot
 * be opened, the target that cannot be made, or both when the contents did not come over.
 */
export async function copyFailure(error: unknown, from: string, to: string): Promise<Error> {
  const unreadable = await failureToOpen(from, OPEN.read);
  if (unreadable) return nioError(unreadable, from);
  const unwritable = await failureToOpen(to, OPEN.write | OPEN.create | OPEN.exclusive);
  if (unwritable) return nioError(unwritable, to);
  await unlink(to).catch(() => undefined);
  return nioError(error, from, to);
}

async function failureToOpen(file: string, flags: number): Promise<unknown> {
  try {
    await (await openFile(file, flags)).handle.close();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Told by 64-bit numbers: those of NTFS do not fit a double, in which neighbours would look the same. */
export function isSameFile(a: FileKey, b: FileKey): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}

async function copyContents(from: string, to: string, attributes: Stats): Promise<void> {
  if (attributes.isSymbolicLink()) {
    await symlink(await readlink(from), to);
    await lchown(to, attributes.uid, attributes.gid).catch(ignoreNotPermitted);
  } else if (attributes.isDirectory()) {
    await mkdir(to, attributes.mode & 0o777);
  } else if (attributes.isFile()) {
    await copyRegular(from, to, constants.COPYFILE_EXCL);
  } else {
    // Java makes a new pipe or device here; to read one until its end might take for ever.
    throw fileSystemError('java.nio.file.FileSystemException', from, null, 'Not a file, directory or link');
  }
}

/**
 * What has been opened is what is copied, be it that something else has the name since: the system opens a path for copying once
 * more, and would wait at a pipe. Where descriptors have no such paths, that moment remains.
 */
async function copyRegular(from: string, to: string, mode: number): Promise<void> {
  const { handle, stats } = await openFile(from, OPEN.read);
  try {
    if (!stats.isFile()) throw Object.assign(new Error(`not a file: ${from}`), { code: 'EFTYPE' });
    const source = existsSync(DESCRIPTORS) ? `${DESCRIPTORS}/${handle.fd}` : from;
    await copyFile(source, to, mode | constants.COPYFILE_FICLONE);
  } finally {
    await handle.close();
  }
}

/** Linux: each is the file itself. */
const DESCRIPTORS = '/proc/self/fd';

/** The owner first: changing it clears bits of the mode. Only root may give files away, so that much may fail. */
async function copyAttributes(to: string, attributes: Stats): Promise<void> {
  if (process.platform !== 'win32') {
    await chown(to, attributes.uid, attributes.gid).catch(ignoreNotPermitted);
    await chmod(to, attributes.mode & 0o7777).catch(ignoreNotPermitted);
  }
  await setTimes(to, attributes.atimeMs, attributes.mtimeMs);
}

function ignoreNotPermitted(error: unknown): void {
  const code = errorCode(error);
  if (code !== 'EPERM' && code !== 'EINVAL' && code !== 'ENOSYS') throw error;
}
