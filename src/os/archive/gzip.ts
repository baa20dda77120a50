/** java.util.zip.GZIPOutputStream and GZIPInputStream, with the exceptions of the latter. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { errorCode } from '../../java/file-errors.js';
import { JavaError } from '../../java/java-error.js';
import { ByteSource } from './byte-source.js';

const CHUNK_SIZE = 64 * 1024;

/** Compresses as the pieces are taken. */
export function gzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  return through(source, createGzip({ chunkSize: CHUNK_SIZE }));
}

/**
 * Decompresses as the pieces are taken. Reads the first bytes now: what is not gzip at all fails before anything is unpacked.
 * @throws JavaError java.util.zip.ZipException, java.io.EOFException
 */
export async function gunzip(source: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer>> {
  const bytes = new ByteSource(source);
  const magic = await bytes.read(2);
  if (magic.length < 2) throw new JavaError('java.io.EOFException', null);
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) {
    await bytes.close();
    throw new JavaError('java.util.zip.ZipException', 'Not in GZIP format');
  }
  bytes.unread(magic);
  return inflated(bytes);
}

async function* inflated(bytes: ByteSource): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* through(bytes.remaining(), createGunzip({ chunkSize: CHUNK_SIZE }));
  } catch (error) {
    throw zlibError(error);
  }
}

/** A zlib stream between two iterations. Leaving the outer one ends the inner one. */
export async function* through(
  source: AsyncIterable<Buffer>,
  transform: NodeJS.ReadWriteStream & AsyncIterable<unknown> & { destroy(): unknown },
): AsyncGenerator<Buffer, void, undefined> {
  const feeding = pipeline(Readable.from(source, { objectMode: false }), transform);
  // A failure of the source destroys the transform, and comes out of the iteration below.
  const settled = feeding.catch(() => undefined);
  try {
    for await (const chunk of transform) yield chunk as Buffer;
  } finally {
    transform.destroy();
    await settled;
  }
}

function zlibError(error: unknown): unknown {
  const code = errorCode(error);
  if (code === 'Z_BUF_ERROR') {
    return new JavaError('java.io.EOFException', 'Unexpected end of ZLIB input stream', { cause: error });
  }
  if (code === 'Z_DATA_ERROR' && error instanceof Error) {
    const isTrailer = /incorrect (data|length) check/.test(error.message);
    const message = isTrailer ? 'Corrupt GZIP trailer' : error.message;
    return new JavaError('java.util.zip.ZipException', message, { cause: error });
  }
  return error;
}
