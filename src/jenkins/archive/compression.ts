/** hudson.FilePath$TarCompression: the enum NONE, GZIP. */
import { JavaError } from '../../java/java-error.js';
import { gunzip, gzip } from '../../os/archive/gzip.js';
import { JavaEnum } from '../../serial/model.js';
import type { FieldReader } from '../../callables/shape.js';

export interface TarCompression {
  compress(source: AsyncGenerator<Buffer, void, undefined>): AsyncGenerator<Buffer, void, undefined>;
  /** Fails at once when the source is nothing of the kind, outside of whatever reports a broken archive. */
  extract(source: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer>>;
}

export const NONE: TarCompression = { compress: (source) => source, extract: (source) => Promise.resolve(source) };

export const GZIP: TarCompression = { compress: gzip, extract: gunzip };

const COMPRESSIONS: Readonly<Record<string, TarCompression>> = { NONE, GZIP };

/** A field that holds a TarCompression. */
export const tarCompression: FieldReader<TarCompression> = (value, where) => {
  const compression = value instanceof JavaEnum ? COMPRESSIONS[value.constant] : undefined;
  if (compression) return compression;
  throw new JavaError('java.io.InvalidObjectException', `${where} is not a TarCompression`);
};
