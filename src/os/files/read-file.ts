/** Reading files piece by piece: the reader's pace is the file's. */
import type { FileHandle } from 'node:fs/promises';
import { JavaError, ioError } from '../../java/java-error.js';
import { fileIoError, nioError, reasonText, streamError, errorCode } from '../../java/file-errors.js';
import { isUsableFile, toPath } from '../../java/path.js';
import { OPEN, openFile } from './open-file.js';
import type { Opened } from './open-file.js';

const CHUNK = 64 * 1024;

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Where to begin, in bytes. */
  readonly offset?: bigint;
}

/** A file that has been opened for reading. Iterate it, once, or close it. */
export interface OpenFile extends AsyncIterable<Buffer> {
  close(): Promise<void>;
}

/** Files.newInputStream. Opening fails as java.nio does; a directory opens, and fails when read. */
export async function openForReading(
  file: string,
  options: ReadOptions & { noFollowLinks?: boolean } = {},
): Promise<OpenFile> {
  const path = toPath(file);
  const flags = options.noFollowLinks === true ? OPEN.read | OPEN.noLink : OPEN.read;
  try {
    return readable((await openFile(path, flags)).handle, options);
  } catch (error) {
    const code = errorCode(error);
    if (options.noFollowLinks === true && (code === 'ELOOP' || code === 'EMLINK')) {
      throw ioError(`${reasonText(code)} (NOFOLLOW_LINKS specified)`);
    }
    throw nioError(error, path);
  }
}

/** `new RandomAccessFile(file, "r")` and a seek. Opening fails as java.io does. */
export async function openRandomAccess(file: string, options: ReadOptions): Promise<OpenFile> {
  if (!isUsableFile(file)) throw new JavaError('java.io.FileNotFoundException', 'Invalid file path');
  let opened: Opened;
  try {
    opened = await openFile(file, OPEN.read);
  } catch (error) {
    throw fileIoError(error, file);
  }
  const { handle, stats } = opened;
  try {
    if (stats.isDirectory()) throw fileIoError(Object.assign(new Error(), { code: 'EISDIR' }), file);
    if ((options.offset ?? 0n) < 0n) throw ioError('Negative seek offset');
  } catch (error) {
    await handle.close();
    throw streamError(error);
  }
  return readable(handle, options);
}

/** Opens a file as Files.newInputStream does and gives its bytes. */
export async function* readFrom(file: string, options: ReadOptions = {}): AsyncGenerator<Buffer> {
  yield* await openForReading(file, options);
}

function readable(handle: FileHandle, options: ReadOptions): OpenFile {
  return {
    close: () => handle.close(),
    [Symbol.asyncIterator]: () => chunks(handle, options),
  };
}

/** A fresh buffer for each chunk: the reader may keep it. The end, an error and a reader who leaves all close the file. */
async function* chunks(handle: FileHandle, { signal, offset = 0n }: ReadOptions): AsyncGenerator<Buffer, undefined> {
  try {
    let position = offset > 0n ? Number(offset) : null;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, position);
      if (bytesRead === 0) return undefined;
      if (position !== null) position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw streamError(error);
  } finally {
    await handle.close();
  }
}
