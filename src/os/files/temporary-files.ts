/** Temporary files and directories, named and refused as Java names and refuses them. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import { JavaError, ioError } from '../../java/java-error.js';
import { errorCode, nioError, streamError } from '../../java/file-errors.js';
import { childFile, fileName, isUsableFile, parentFile, toPath } from '../../java/path.js';
import { variable } from '../process/variable.js';
import { OPEN, openFile } from './open-file.js';

const NAME_MAX = 255;

/**
 * java.io.tmpdir: `/tmp` on Linux whatever TMPDIR says, as in a JVM. On Windows what GetTempPath takes: %TMP% before %TEMP%,
 * which os.tmpdir() looks at first.
 */
export function temporaryDirectory(platform = process.platform, environment = process.env): string {
  if (platform === 'win32') {
    const named = ['TMP', 'TEMP', 'USERPROFILE'].map((name) => variable(environment, name, platform));
    return named.find((folder) => folder !== undefined && folder !== '') ?? os.tmpdir();
  }
  return platform === 'darwin' ? (environment['TMPDIR'] ?? '/tmp') : '/tmp';
}

/**
 * File.createTempFile: an empty file with the permissions of any other (umask applies).
 * @param suffix `.tmp` if null
 * @returns its path
 * @throws JavaError java.lang.IllegalArgumentException for a prefix of less than three characters; java.io.IOException
 */
export async function createTempFile(prefix: string, suffix: string | null, directory: string): Promise<string> {
  if (prefix.length < 3) {
    const message = `Prefix string "${prefix}" too short: length must be at least 3`;
    throw new JavaError('java.lang.IllegalArgumentException', message);
  }
  for (;;) {
    const name = temporaryName(fileName(prefix), suffix ?? '.tmp');
    const file = childFile(directory, name);
    if (fileName(file) !== name || !isUsableFile(file)) throw ioError(`Unable to create temporary file, ${name}`);
    try {
      await (await openFile(file, OPEN.write | OPEN.create | OPEN.exclusive)).handle.close();
      return file;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw streamError(error);
    }
  }
}

/**
 * Files.createTempDirectory with all nine permission bits asked for, which the umask then cuts.
 * @returns its path
 */
export async function createTempDirectory(directory: string, prefix: string | null): Promise<string> {
  toPath(directory);
  for (;;) {
    const name = `${prefix ?? ''}${randomNumber()}`;
    if (parentFile(name) !== null) {
      throw new JavaError('java.lang.IllegalArgumentException', 'Invalid prefix or suffix');
    }
    const path = toPath(childFile(directory, name));
    try {
      await mkdir(path, 0o777);
      return path;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw nioError(error, path);
    }
  }
}

/** prefix + number + suffix, each shortened in turn when the whole is longer than a file name may be. */
function temporaryName(prefix: string, suffix: string): string {
  let number = randomNumber();
  const excess = (): number => prefix.length + number.length + suffix.length - NAME_MAX;
  prefix = shortened(prefix, excess(), 3);
  suffix = shortened(suffix, excess(), suffix.startsWith('.') ? 4 : 0);
  number = shortened(number, excess(), 5);
  return prefix + number + suffix;
}

function shortened(text: string, excess: number, atLeast: number): string {
  return excess <= 0 ? text : text.slice(0, Math.max(Math.min(atLeast, text.length), text.length - excess));
}

/** Long.toUnsignedString(random.nextLong()). */
function randomNumber(): string {
  return randomBytes(8).readBigUInt64BE().toString();
}
