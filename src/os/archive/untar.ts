import { changeMode, setTimes } from '../files/attributes.js';
import { makeDirectories } from '../files/directories.js';
import { createSymlink } from '../files/links.js';
import { nioError } from '../../java/file-errors.js';
import { invalidPath, normalizePath, parentFile } from '../../java/path.js';
import { SMALL } from '../files/small-file-reader.js';
import { SmallFileWriter } from '../files/small-file-writer.js';
import { writeWholeFile } from '../files/write-file.js';
import type { Charset } from '../../java/charsets/charset.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { ByteSource } from './byte-source.js';
import { TYPE } from './tar-header.js';
import type { TarHeader } from './tar-header.js';
import { TarReader, antDialect, isTarDirectory } from './tar-reader.js';
import { UntarGuard } from './untar-rules.js';
import type { UntarRules } from './untar-rules.js';

export interface UntarOptions {
  /** How messages call the archive. */
  readonly archive: string;
  /** Of the names in it. */
  readonly charset: Charset;
  readonly rules: () => Promise<UntarRules>;
  readonly signal?: AbortSignal;
  /** Told when a link could not be made: the entry is left out, as the official agent leaves it out. */
  readonly onLinkFailure: (link: string, error: JavaError) => void;
}

/**
 * hudson.FilePath.readFromTar: unpacks a tar archive into a directory. Reads the source to its end, so that whoever writes
 * it is not cut off behind the archive's end mark.
 * @throws JavaError java.io.IOException `Failed to extract <archive>`, with what happened as its cause
 */
export async function untar(source: AsyncIterable<Buffer>, directory: string, options: UntarOptions): Promise<void> {
  const bytes = new ByteSource(source);
  try {
    const invalid = invalidPath(directory);
    if (invalid) throw invalid;
    const guard = new UntarGuard(options.archive, directory, options.rules);
    const reader = new TarReader(bytes, antDialect(options.charset));
    const writer = new SmallFileWriter();
    for (let entry = await reader.next(); entry; entry = await reader.next()) {
      options.signal?.throwIfAborted();
      await unpack(entry, { reader, writer, guard, options });
    }
    await bytes.drain();
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof JavaError) || isUnchecked(error)) throw error;
    throw ioError(`Failed to extract ${options.archive}`, { cause: error });
  } finally {
    await bytes.close();
  }
}

interface Unpacking {
  readonly reader: TarReader;
  readonly writer: SmallFileWriter;
  readonly guard: UntarGuard;
  readonly options: UntarOptions;
}

async function unpack(entry: TarHeader, { reader, writer, guard, options }: Unpacking): Promise<void> {
  const target = await guard.target(entry);
  if (target === null) return;
  // Files.createDirectories makes what is missing of the normalized path: `b/../a` makes no `b`.
  if (isTarDirectory(entry)) {
    await writer.makeDirectory(normalizePath(target));
  } else if (entry.type === TYPE.SYMBOLIC_LINK) {
    await makeParent(target);
    await makeLink(target, entry.linkName, options);
    guard.linkMade();
    writer.linkMade();
  } else {
    await unpackFile(target, entry, { reader, writer, guard, options });
  }
}

async function unpackFile(target: string, entry: TarHeader, { reader, writer, guard }: Unpacking): Promise<void> {
  const modified = entry.modified * 1000;
  // Only the nine bits: an archive makes no setuid programs.
  const mode = entry.mode & 0o777;
  const whole = entry.size <= SMALL ? await reader.wholeContent() : null;
  if (whole && (await writer.write(target, whole, { modified, mode }))) return;
  await makeParent(target);
  await guard.beforeFile(target, entry);
  await writeWholeFile(target, whole ? [whole] : reader.content());
  await setModified(target, modified);
  if (mode !== 0) await changeMode(target, mode);
}

async function makeParent(target: string): Promise<void> {
  const parent = parentFile(target);
  if (parent !== null) await makeDirectories(normalizePath(parent));
}

async function makeLink(link: string, target: string, options: UntarOptions): Promise<void> {
  try {
    await createSymlink(link, target, options.signal);
  } catch (error) {
    if (!(error instanceof JavaError) || options.signal?.aborted === true) throw error;
    options.onLinkFailure(link, error);
  }
}

/** Files.setLastModifiedTime of a file just written. */
async function setModified(file: string, milliseconds: number): Promise<void> {
  try {
    await setTimes(file, Date.now(), milliseconds);
  } catch (error) {
    throw nioError(error, file);
  }
}

/** RuntimeExceptions pass the official code's catch clause for IOException. */
function isUnchecked(error: JavaError): boolean {
  return error.javaClass.startsWith('java.lang.') || error.javaClass === 'java.nio.file.InvalidPathException';
}
