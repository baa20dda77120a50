/** Writing files piece by piece. */
import { constants, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { deleteIfExists } from './delete-if-exists.js';
import { fileIoError, nioError, streamError } from './errors.js';
import { toPath } from './java-path.js';

/** A file that has been opened for writing; each write resolves when the system took the bytes. */
export interface FileWriter {
  write(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** O_NONBLOCK, which Windows lacks: a named pipe that nobody reads is refused at once, where Java would wait for ever. */
const WRITE = constants.O_WRONLY | constants.O_CREAT | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0);

/** Files.newOutputStream: creates the file or empties it. Fails as java.nio does. */
export function openForWriting(file: string): Promise<FileWriter> {
  return openWriter(file, constants.O_TRUNC);
}

/** java.io.FileOutputStream: the same. Fails as java.io does. */
export function openFileOutput(file: string): Promise<FileWriter> {
  return openWriter(file, constants.O_TRUNC, fileIoError);
}

/** Files.newOutputStream with CREATE and APPEND: each write goes to what is the end then. Fails as java.nio does. */
export function openForAppending(file: string): Promise<FileWriter> {
  return openWriter(file, constants.O_APPEND);
}

async function openWriter(file: string, flag: number, failure = nioError): Promise<FileWriter> {
  const path = toPath(file);
  let handle: FileHandle;
  try {
    handle = await open(path, WRITE | flag, 0o666);
  } catch (error) {
    throw failure(error, path);
  }
  return { write: (bytes) => writeFully(handle, bytes), close: () => handle.close() };
}

/** Writes a whole content as it comes, and closes; one that breaks off leaves what came before. */
export async function writeAll(writer: FileWriter, content: AsyncIterable<Buffer>): Promise<void> {
  try {
    for await (const chunk of content) await writer.write(chunk);
  } finally {
    await writer.close();
  }
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

/** Writes a file piece by piece; one that was not finished is removed. */
export async function writeWholeFile(file: string, content: AsyncIterable<Buffer>): Promise<void> {
  const writer = await openForWriting(file);
  try {
    for await (const bytes of content) await writer.write(bytes);
    await writer.close();
  } catch (error) {
    await writer.close();
    await deleteIfExists(file);
    throw error;
  }
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
