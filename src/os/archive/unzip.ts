/** hudson.FilePath.unzip, which reads through org.apache.tools.zip.ZipFile. Reading is yauzl's. */
import { rm } from 'node:fs/promises';
import type { Entry, ZipFile } from 'yauzl';
import { changeMode, setTimes } from '../files/attributes.js';
import { makeDirectories } from '../files/directories.js';
import { errorCode, nioError, streamError } from '../../java/file-errors.js';
import { absoluteFile, childFile, isUsableFile, normalizePath, parentFile, pathStartsWith } from '../../java/path.js';
import { createTempFile, temporaryDirectory } from '../files/temporary-files.js';
import { SmallFileWriter } from '../files/small-file-writer.js';
import { writeWholeFile } from '../files/write-file.js';
import { defaultCharset } from '../../java/charsets/charset.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { canonicalPath } from '../files/canonical-path.js';
import { InsideDirectory } from './inside-directory.js';
import { isSmall, modifiedAt, permissions, smallContent, unixMode } from './zip-entry.js';
import { openZipFile } from './zip-file.js';
import type { OpenZipFile } from './zip-file.js';
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
  const { zip, read } = await openZip(zipFile);
  const writer = new SmallFileWriter();
  const inside = new InsideDirectory(root);
  try {
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      const name = zipEntryName(entry, defaultCharset);
      const file = childFile(target, name);
      if (!name.endsWith('/') && isSmall(entry) && (await inside.holds(file))) {
        const content = await smallContent(zip, entry, read);
        const attributes = { modified: modifiedAt(entry), mode: permissions(entry) };
        if (content && (await writer.write(file, content, attributes))) continue;
      }
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

async function openZip(file: string): Promise<OpenZipFile> {
  if (!isUsableFile(file)) throw new JavaError('java.io.FileNotFoundException', 'Invalid file path');
  try {
    const opened = await openZipFile(file);
    // What goes wrong comes out of the iteration; without a listener it would also end the process.
    opened.zip.on('error', () => undefined);
    return opened;
  } catch (error) {
    throw zipError(error);
  }
}

async function unpack(zip: ZipFile, entry: Entry, name: string, file: string): Promise<void> {
  if (name.endsWith('/')) {
    await makeDirectories(normalizePath(file));
    return;
  }
  const parent = parentFile(file);
  if (parent !== null) await makeDirectories(normalizePath(parent));
  assertReadable(entry, name);
  await writeWholeFile(file, contentOf(zip, entry));
  const mode = unixMode(entry);
  if (mode !== 0) await changeMode(file, mode);
  try {
    await setTimes(file, Date.now(), modifiedAt(entry));
  } catch (error) {
    throw nioError(error, file);
  }
}

function assertReadable(entry: Entry, name: string): void {
  if (entry.isEncrypted()) {
    throw new JavaError('java.util.zip.ZipException', `unsupported feature encryption used in entry ${name}`);
  }
  if (!entry.canDecodeFileData()) {
    const message = `Found unsupported compression method ${entry.compressionMethod}`;
    throw new JavaError('java.util.zip.ZipException', message);
  }
}

/**
 * Opened when it is read: what fails between the two has no listener, and would end the process; nor would it come out of the
 * reading.
 */
async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void, undefined> {
  const content = await zip.openReadStreamPromise(entry);
  try {
    for await (const chunk of content) yield chunk as Buffer;
  } finally {
    content.destroy();
  }
}

/** What yauzl or zlib say of an archive that is none, or is broken. */
function zipError(error: unknown): unknown {
  if (error instanceof JavaError || !(error instanceof Error)) return error;
  const code = errorCode(error);
  if (code !== undefined && !code.startsWith('Z_')) return streamError(error);
  const isNoZip = error.message.startsWith('End of central directory record signature not found');
  const message = isNoZip ? 'archive is not a ZIP archive' : error.message;
  return new JavaError('java.util.zip.ZipException', message);
}
