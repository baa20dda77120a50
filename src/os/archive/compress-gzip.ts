/** org.apache.commons.compress' GzipCompressorInputStream: its words for what is broken are its own. */
import { createGunzip } from 'node:zlib';
import { errorCode } from '../../java/file-errors.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { through } from './gzip.js';

/** GzipCompressorInputStream.matches: whether a stream that begins so is gzipped. */
export function isGzip(beginning: Buffer): boolean {
  return beginning.length >= 2 && beginning[0] === 0x1f && beginning[1] === 0x8b;
}

/**
 * Decompresses as the pieces are taken.
 * @throws JavaError java.io.EOFException when the end is missing, java.io.IOException when it is corrupt
 */
export async function* compressGunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* through(source, createGunzip());
  } catch (error) {
    throw gunzipError(error);
  }
}

function gunzipError(error: unknown): unknown {
  if (!(error instanceof Error) || errorCode(error)?.startsWith('Z_') !== true) return error;
  if (errorCode(error) === 'Z_BUF_ERROR') return new JavaError('java.io.EOFException', null);
  if (error.message === 'incorrect header check') return ioError('Input is not in the .gz format');
  if (error.message === 'incorrect data check') return ioError('Gzip-compressed data is corrupt (CRC32 error)');
  if (error.message === 'incorrect length check') {
    return ioError('Gzip-compressed data is corrupt(uncompressed size mismatch)');
  }
  return ioError('Gzip-compressed data is corrupt');
}
