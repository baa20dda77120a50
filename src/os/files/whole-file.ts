/** Files and streams that are held in memory as a whole: never more of them than fits what they are for. */
import { closeSync, readSync } from 'node:fs';
import { ioError } from '../../java/java-error.js';
import { OPEN, openFile, openFileNow } from './open-file.js';

/** How much of a kind of file is taken; docs/security.md lists these limits with their reasons. */
export interface SizeLimit {
  readonly bytes: number;
  /** What is limited, as a message names it: `a step's exit code`. */
  readonly of: string;
}

/**
 * All bytes of a source. What is left of one that is too long is not read; leaving its loop closes it.
 * @throws JavaError java.io.IOException when there are more bytes than the limit
 */
export async function collected(source: AsyncIterable<Buffer>, file: string, limit: SizeLimit): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > limit.bytes) throw tooLong(file, limit);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
}

/**
 * A whole file.
 * @throws Node.js' errors, EFTYPE for what is no file, and JavaError java.io.IOException for a longer one
 */
export async function wholeFile(file: string, limit: SizeLimit): Promise<Buffer> {
  const { handle } = await openFile(file, OPEN.read);
  const pieces = async function* (): AsyncGenerator<Buffer> {
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(PIECE), 0, PIECE, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  };
  try {
    return await collected(pieces(), file, limit);
  } finally {
    await handle.close();
  }
}

/** At most that many bytes from the beginning of a file, at once. `flags` of OPEN beside `read`. Throws as wholeFile does. */
export function beginningNow(file: string, bytes: number, flags = 0): Buffer {
  const { fd } = openFileNow(file, OPEN.read | flags);
  try {
    const buffer = Buffer.alloc(bytes);
    return buffer.subarray(0, readSync(fd, buffer, 0, bytes, 0));
  } finally {
    closeSync(fd);
  }
}

function tooLong(file: string, { bytes, of }: SizeLimit): Error {
  return ioError(`${file} is longer than ${bytes} bytes, the most that ${of} may have`);
}

const PIECE = 64 * 1024;
