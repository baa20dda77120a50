/** hudson.FilePath.unzip, which reads through org.apache.tools.zip.ZipFile. Reading is yauzl's. */
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import { changeMode, setTimes } from '../files/attributes.js';
import { makeDirectories } from '../files/directories.js';
import { errorCode, fileIoError, nioError, streamError } from '../files/errors.js';
import {
  absoluteFile,
  childFile,
  isUsableFile,
  normalizePath,
  parentFile,
  pathStartsWith,
} from '../files/java-path.js';
import { createTempFile, temporaryDirectory } from '../files/temporary-files.js';
import { writeWholeFile } from '../files/write-file.js';
import { defaultCharset } from '../charsets/charset.js';
import { JavaError, ioError } from '../java-error.js';
import { canonicalPath } from '../files/canonical-path.js';
import { zipEntryName } from './zip-names.js';

/**
 * Unpacks a zip archive that comes as a stream: by way of a temporary file, because only its end tells what is in it.
 * @throws JavaError as `unzipFile` does
 */
export async function unzipStream(
  source: AsyncIterable<Buffer>,
  directory: string,
  signal?: AbortSignal,
): Promise<void> {
  const spool = await createTempFile('tmpzip', null, temporaryDirectory());
  try {
    await writeWholeFile(spool, source);
    await unzipFile(spool, directory, signal);
  } finally {
    await rm(spool, { force: true });
  }
}

/**
 * Unpacks a zip file into a directory, which is made when missing. Links in the archive become files that hold their targets,
 * as with the official agent.
 * @throws JavaError java.util.zip.ZipException when it is broken, java.io.IOException for an entry that ends outside
 */
export async function unzipFile(zipFile: string, directory: string, signal?: AbortSignal): Promise<void> {
  const target = absoluteFile(directory);
  const root = await canonicalPath(target);
  const zip = await openZip(zipFile);
  try {
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      const name = zipEntryName(entry, defaultCharset);
      const file = childFile(target, name);
      if (!pathStartsWith(await canonicalPath(file), root)) {
        throw ioError(`Zip ${zipFile} contains illegal file name that breaks out of the target directory: ${name}`);
      }
      await unpack(zip, entry, name, file);
    }
  } catch (error) {
    throw zipError(error);
  } finally {
    zip.close();
  }
}

async function openZip(file: string): Promise<ZipFile> {
  if (!isUsableFile(file)) throw new JavaError('java.io.FileNotFoundException', 'Invalid file path');
  const yauzl = (await import('yauzl')).default;
  try {
    const zip = await yauzl.openPromise(file, { decodeStrings: false, autoClose: false });
    // What goes wrong comes out of the iteration; without a listener it would also end the process.
    zip.on('error', () => undefined);
    return zip;
  } catch (error) {
    throw errorCode(error) === undefined ? zipError(error) : fileIoError(error, file);
  }
}

async function unpack(zip: ZipFile, entry: Entry, name: string, file: string): Promise<void> {
  if (name.endsWith('/')) {
    await makeDirectories(normalizePath(file));
    return;
  }
  const parent = parentFile(file);
  if (parent !== null) await makeDirectories(normalizePath(parent));
  const content: Readable = await openContent(zip, entry, name);
  // A broken entry may fail before the file is open that it is written to; what reads it then gets the error all the same.
  content.on('error', () => undefined);
  try {
    await writeWholeFile(file, content);
  } finally {
    content.destroy();
  }
  const mode = unixMode(entry);
  if (mode !== 0) await changeMode(file, mode);
  try {
    await setTimes(file, Date.now(), entry.getLastModDate({ timezone: 'local' }).getTime());
  } catch (error) {
    throw nioError(error, file);
  }
}

async function openContent(zip: ZipFile, entry: Entry, name: string): Promise<Readable> {
  if (entry.isEncrypted()) {
    throw new JavaError('java.util.zip.ZipException', `unsupported feature encryption used in entry ${name}`);
  }
  if (!entry.canDecodeFileData()) {
    const message = `Found unsupported compression method ${entry.compressionMethod}`;
    throw new JavaError('java.util.zip.ZipException', message);
  }
  return zip.openReadStreamPromise(entry);
}

/** ZipEntry.getUnixMode: 0 when the archive records none. */
function unixMode(entry: Entry): number {
  return entry.versionMadeBy >>> 8 === UNIX ? entry.externalFileAttributes >>> 16 : 0;
}

const UNIX = 3;

/** What yauzl or zlib say of an archive that is none, or is broken. */
function zipError(error: unknown): unknown {
  if (error instanceof JavaError || !(error instanceof Error)) return error;
  const code = errorCode(error);
  if (code !== undefined && !code.startsWith('Z_')) return streamError(error);
  const isNoZip = error.message.startsWith('End of central directory record signature not found');
  const message = isNoZip ? 'archive is not a ZIP archive' : error.message;
  return new JavaError('java.util.zip.ZipException', message);
}
