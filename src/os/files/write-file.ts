/** Writing files piece by piece. */
import { lstat, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { isSameFile } from './copy.js';
import { errorCode, fileIoError, nioError, streamError } from '../../java/file-errors.js';
import { toPath } from '../../java/path.js';
import { OPEN, openFile } from './open-file.js';
import { realPathOf } from './real-path.js';

/** A file that has been opened for writing; each write resolves when the system took the bytes. */
export interface FileWriter {
  write(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** One that is written from its beginning. Where a write has failed, closing removes the file: half of it is of no use. */
export interface WholeFileWriter extends FileWriter {
  /** Closes and removes the file, for when what was to be written came to no end. */
  discard(): Promise<void>;
}

/** What a failed open becomes: nioError or fileIoError. */
type OpenFailure = (error: unknown, path: string) => Error;

const WRITE = OPEN.write | OPEN.create;

/** Files.newOutputStream: creates the file or empties it. Fails as java.nio does. */
export function openForWriting(file: string): Promise<WholeFileWriter> {
  return openWhole(file, nioError);
}

/** java.io.FileOutputStream: the same. Fails as java.io does. */
export function openFileOutput(file: string): Promise<WholeFileWriter> {
  return openWhole(file, fileIoError);
}

/** Files.newOutputStream with CREATE and APPEND: each write goes to what is the end then. Fails as java.nio does. */
export async function openForAppending(file: string): Promise<FileWriter> {
  const handle = await openHandle(file, OPEN.append, nioError);
  return { write: (bytes) => writeFully(handle, bytes), close: () => handle.close() };
}

/** Opens a file, writes and closes it. */
export async function writeFile(file: string, bytes: Buffer): Promise<void> {
  const writer = await openForWriting(file);
  try {
    if (bytes.length > 0) await writer.write(bytes);
  } finally {
    await writer.close();
  }
}

/** Writes a file from a source, of which nothing stays when the source fails or the disk does (IOUtils.copy to a File). */
export async function writeWholeFile(file: string, source: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
  const writer = await openForWriting(file);
  try {
    for await (const chunk of source) await writer.write(chunk);
  } catch (error) {
    await writer.discard();
    throw error;
  }
  await writer.close();
}

async function openWhole(file: string, failure: OpenFailure): Promise<WholeFileWriter> {
  const handle = await openHandle(file, OPEN.empty, failure);
  let failed = false;
  const discard = (): Promise<void> => discardFile(handle, toPath(file));
  return {
    write: async (bytes) => {
      try {
        await writeFully(handle, bytes);
      } catch (error) {
        failed = true;
        throw error;
      }
    },
    close: () => (failed ? discard() : handle.close()),
    discard,
  };
}

async function openHandle(file: string, flag: number, failure: OpenFailure): Promise<FileHandle> {
  const path = toPath(file);
  try {
    return (await openFile(path, WRITE | flag)).handle;
  } catch (error) {
    const hidden = process.platform === 'win32' && errorCode(error) === 'EPERM' && failure === nioError;
    const handle = hidden ? await openHidden(path, flag) : null;
    if (handle) return handle;
    throw failure(error, path);
  }
}

/** Windows creates no file in the place of a hidden one, even when it is to be emptied. java.nio opens it, and then empties it. */
async function openHidden(path: string, flag: number): Promise<FileHandle | null> {
  const opened = await openFile(path, OPEN.write | (flag & OPEN.append)).catch(() => null);
  if (opened && (flag & OPEN.empty) !== 0) await opened.handle.truncate(0);
  return opened?.handle ?? null;
}

async function writeFully(handle: FileHandle, bytes: Buffer): Promise<void> {
  try {
    for (let written = 0; written < bytes.length;) {
      written += (await handle.write(bytes, written)).bytesWritten;
    }
  } catch (error) {
    throw streamError(error);
  }
}

/**
 * Empties and removes what the handle has written; devices and pipes are only closed. Of a link the file behind it goes. In a
 * directory that may not be written an empty file stays.
 */
async function discardFile(handle: FileHandle, path: string): Promise<void> {
  try {
    const written = await handle.stat({ bigint: true });
    if (!written.isFile()) return;
    await handle.truncate(0);
    const real = await realPathOf(path).catch(() => path);
    const there = await lstat(real, { bigint: true }).catch(() => null);
    if (there && isSameFile(there, written)) await unlink(real).catch(() => undefined);
  } finally {
    await handle.close();
  }
}
