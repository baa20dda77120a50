/** Making directories as java.nio.file.Files does, and listing them. */
import { access, lstat, mkdir, readdir } from 'node:fs/promises';
import { errorCode, fileSystemError, nioError } from '../../java/file-errors.js';
import { fileExists } from './attributes.js';
import { absoluteFile, childFile, isUsableFile, parentFile, toPath } from '../../java/path.js';

/**
 * FilePath.mkdirs: the directory and what is missing above it.
 * @returns false when something of that name is there already, whatever it is
 */
export async function makeDirectories(directory: string): Promise<boolean> {
  if (await fileExists(directory)) return false;
  await createDirectories(directory);
  return true;
}

/**
 * Files.createDirectories. Step by step, not with mkdir -p, because each failure names the step it happened at:
 * `FileSystemException: /a/file/sub: Not a directory`, `FileAlreadyExistsException: /a/dangling-link`.
 */
export async function createDirectories(directory: string): Promise<void> {
  toPath(directory);
  try {
    await createDirectory(directory);
    return;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
  const whole = absoluteFile(directory);
  const missing = [whole];
  let parent = parentFile(whole);
  while (parent !== null && !(await canBeReached(parent))) {
    missing.push(parent);
    parent = parentFile(parent);
  }
  if (parent === null) {
    const reason = 'Unable to determine if root directory exists';
    throw fileSystemError('java.nio.file.FileSystemException', whole, null, reason);
  }
  for (const step of missing.reverse()) {
    try {
      await createDirectory(step);
    } catch (error) {
      throw nioError(error, step);
    }
  }
}

/** File.listFiles(): the names in a directory, sorted; null when it is none or cannot be read. */
export async function listNames(directory: string): Promise<string[] | null> {
  if (directory === '' || !isUsableFile(directory)) return null;
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}

/** File.listFiles(), as paths. */
export async function listFiles(directory: string): Promise<string[] | null> {
  return (await listNames(directory))?.map((name) => childFile(directory, name)) ?? null;
}

/** Files.createAndCheckIsDirectory: fine when the directory itself, not a link to one, is there. Throws Node.js' errors but for that. */
async function createDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    if (!(await lstat(directory)).isDirectory()) throw nioError(error, directory);
  }
}

/** FileSystemProvider.checkAccess: anything but "no such file" ends the search for an existing parent. */
async function canBeReached(directory: string): Promise<boolean> {
  try {
    await access(directory);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw nioError(error, directory);
  }
}
