/** Renaming and moving: java.nio.file.Files.move and java.io.File.renameTo. */
import { lstat, readdir, rename } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { copyEntry, isSameFile } from './copy.js';
import { deleteIfExists } from './delete-if-exists.js';
import { errorCode, fileSystemError, nioError } from '../../java/file-errors.js';
import { toPath } from '../../java/path.js';

/**
 * Files.move without REPLACE_EXISTING: a link moves as a link; between file systems a file is copied with its attributes, a
 * directory only when empty.
 * @throws JavaError java.nio.file.FileAlreadyExistsException when something of the target's name is there
 */
export async function moveFile(source: string, target: string): Promise<void> {
  const from = toPath(source);
  const to = toPath(target);
  const attributes = await attributesOf(from);
  const existing = await lstat(to, { bigint: true }).catch(() => null);
  if (existing) {
    if (isSameFile(await lstat(from, { bigint: true }), existing)) return;
    throw fileSystemError('java.nio.file.FileAlreadyExistsException', to);
  }
  try {
    await rename(from, to);
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'EXDEV' && code !== 'EISDIR') throw nioError(error, from, to);
    await moveAcross(from, to, attributes);
  }
}

/**
 * File.renameTo: whether the system could rename it. Whatever file has the target's name is replaced, but on Windows, where only
 * the file itself may have it, in another case.
 */
export async function renameFile(source: string, target: string, platform = process.platform): Promise<boolean> {
  try {
    const [from, to] = [toPath(source), toPath(target)];
    if (platform === 'win32') {
      const there = await lstat(to, { bigint: true }).catch(() => null);
      if (there && !isSameFile(await lstat(from, { bigint: true }), there)) return false;
    }
    await rename(from, to);
    return true;
  } catch {
    return false;
  }
}

async function moveAcross(from: string, to: string, attributes: Stats): Promise<void> {
  if (attributes.isDirectory() && (await readdir(from)).length > 0) {
    throw fileSystemError('java.nio.file.DirectoryNotEmptyException', from);
  }
  await copyEntry(from, to, attributes);
  try {
    await deleteIfExists(from);
  } catch (error) {
    // Better in one place than in two: the copy goes.
    await deleteIfExists(to);
    throw error;
  }
}

async function attributesOf(path: string): Promise<Stats> {
  try {
    return await lstat(path);
  } catch (error) {
    throw nioError(error, path);
  }
}
