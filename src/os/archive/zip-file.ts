/**
 * The bytes of a zip file for yauzl, read ahead: its directory and the headers and contents of its entries lie one behind the
 * other, and of small entries one piece holds hundreds. By itself yauzl asks the system four times for each.
 */
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { RandomAccessReader, ZipFile } from 'yauzl';
import { fileIoError } from '../../java/file-errors.js';
import { OPEN, openFile } from '../files/open-file.js';

export interface OpenZipFile {
  readonly zip: ZipFile;
  /** That many bytes, or those that there are, for lengths up to that of a small file. */
  readonly read: (position: number, length: number) => Promise<Buffer>;
}

/** Opens a zip file; closing `zip` closes it. Throws what java.io says, and what yauzl does of a file that is none. */
export async function openZipFile(file: string): Promise<OpenZipFile> {
  const yauzl = (await import('yauzl')).default;
  const { handle, stats } = await openFile(file, OPEN.read).catch((error: unknown) => {
    throw fileIoError(error, file);
  });
  try {
    const ahead = new ReadAhead(handle);
    const reader = readerOf(yauzl.RandomAccessReader, ahead);
    const zip = await yauzl.fromRandomAccessReaderPromise(reader, stats.size, {
      decodeStrings: false,
      autoClose: false,
    });
    return { zip, read: (position, length) => ahead.read(position, length) };
  } catch (error) {
    await handle.close();
    throw fileIoError(error, file);
  }
}

function readerOf(Base: typeof RandomAccessReader, ahead: ReadAhead): RandomAccessReader {
  class Reader extends Base {
    override read(...[buffer, offset, length, position, done]: Parameters<RandomAccessReader['read']>): void {
      const taken: (error: Error | null, count?: number) => void = done;
      void ahead.read(position, length).then(
        (bytes) => taken(null, bytes.copy(buffer, offset)),
        (error: unknown) => taken(error as Error),
      );
    }

    override _readStreamForRange(start: number, end: number): Readable {
      return Readable.from(ahead.range(start, end), { objectMode: false });
    }

    override close(done: (error: Error | null) => void): void {
      void ahead.close().then(
        () => done(null),
        (error: unknown) => done(error as Error),
      );
    }
  }
  return new Reader();
}

/** Keeps the pieces that were read last: one of the directory, one of what it speaks of. */
class ReadAhead {
  #pieces: { readonly start: number; readonly bytes: Buffer }[] = [];

  /** The read before: one waits for the other, and closing for both. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly handle: FileHandle) {}

  read(position: number, length: number): Promise<Buffer> {
    const bytes = this.#reading.then(() => this.#known(position, length) ?? this.#read(position, length));
    this.#reading = bytes.catch(() => undefined); // whoever reads hears of the failure
    return bytes;
  }

  async *range(start: number, end: number): AsyncGenerator<Buffer, void, undefined> {
    for (let at = start; at < end;) {
      const bytes = await this.read(at, Math.min(end - at, PIECE));
      if (bytes.length === 0) return;
      at += bytes.length;
      yield bytes;
    }
  }

  async close(): Promise<void> {
    await this.#reading;
    await this.handle.close();
  }

  #known(position: number, length: number): Buffer | null {
    const known = this.#pieces.find(
      ({ start, bytes }) => position >= start && position + length <= start + bytes.length,
    );
    if (!known) return null;
    this.#pieces = [known, ...this.#pieces.filter((piece) => piece !== known)];
    return known.bytes.subarray(position - known.start, position - known.start + length);
  }

  async #read(position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(Math.max(length, PIECE));
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.handle.read(buffer, filled, buffer.length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    const bytes = buffer.subarray(0, filled);
    this.#pieces = [{ start: position, bytes }, ...this.#pieces].slice(0, 2);
    return bytes.subarray(0, length);
  }
}

const PIECE = 128 * 1024;
