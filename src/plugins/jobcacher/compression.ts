/**
 * jobcacher's compressing stream factories. They travel as lambdas (java.lang.invoke.SerializedLambda) of the enum
 * ArbitraryFileCache$CompressionMethod: references to constructors by their class, the others by the name that javac gives.
 */
import zlib from 'node:zlib';
import { ByteSource } from '../../os/archive/byte-source.js';
import { compressGunzip, isGzip } from '../../os/archive/compress-gzip.js';
import { gzip, through } from '../../os/archive/gzip.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { JavaClass, JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { readShape, str } from '../../callables/shape.js';
import { unknownClass } from '../../callables/unknown-class.js';

type Bytes = AsyncIterable<Buffer>;

/** TarArbitraryFileCacheStrategy.CompressingOutputStreamFactory. @throws JavaError java.io.IOException that names an unknown one */
export function compression(factory: JavaValue): (source: Bytes) => Bytes {
  return known(COMPRESSIONS, factory);
}

/** TarArbitraryFileCacheStrategy.CompressingInputStreamFactory; what is no stream of the kind fails at once. */
export function decompression(factory: JavaValue): (source: Bytes) => Promise<Bytes> {
  return known(DECOMPRESSIONS, factory);
}

const GZIP = 'org.apache.commons.compress.compressors.gzip.';
const ZSTD = 'com.github.luben.zstd.';

const COMPRESSIONS: Readonly<Record<string, (source: Bytes) => Bytes>> = {
  [`${GZIP}GzipCompressorOutputStream`]: gzip,
  /** TARGZ_BEST_SPEED */
  lambda$static$a5b5d713$1: (source) => through(source, zlib.createGzip({ level: zlib.constants.Z_BEST_SPEED })),
  /** TARGZ_NO_COMPRESSION, in versions of 2023 */
  lambda$static$a7a5cfd7$1: (source) => through(source, zlib.createGzip({ level: zlib.constants.Z_NO_COMPRESSION })),
  /** TAR */
  lambda$static$c91e7ccf$1: (source) => source,
  /** TAR_ZSTD */
  lambda$static$72ea33a3$1: (source) => through(source, zstd('createZstdCompress')),
};

const DECOMPRESSIONS: Readonly<Record<string, (source: Bytes) => Promise<Bytes>>> = {
  [`${GZIP}GzipCompressorInputStream`]: gunzip,
  /** TAR */
  lambda$static$53194818$1: (source) => Promise.resolve(source),
  [`${ZSTD}ZstdInputStream`]: (source) => {
    const stream = zstd('createZstdDecompress');
    return Promise.resolve(unzstd(source, stream));
  },
};

function known<T>(table: Readonly<Record<string, T>>, factory: JavaValue): T {
  if (!(factory instanceof JavaObject)) throw new JavaError('java.lang.NullPointerException', null);
  const name = factory.className === 'java.lang.invoke.SerializedLambda' ? lambdaName(factory) : factory.className;
  if (Object.hasOwn(table, name) && table[name] !== undefined) return table[name];
  throw unknownClass('the compression', name);
}

/** What a lambda of jobcacher's leads to: a class for a constructor, else a method. */
function lambdaName(lambda: JavaObject): string {
  const { implClass, implMethodName } = readShape(lambda, { implClass: str, implMethodName: str });
  if (implMethodName === '<init>') return implClass.replaceAll('/', '.');
  const capturing = lambda.get('capturingClass');
  const owner = capturing instanceof JavaClass ? capturing.className : 'a lambda';
  return owner === 'jenkins.plugins.jobcacher.ArbitraryFileCache$CompressionMethod'
    ? implMethodName
    : `${owner}.${implMethodName}`;
}

async function gunzip(source: Bytes): Promise<Bytes> {
  const bytes = new ByteSource(source);
  const beginning = await bytes.read(2);
  bytes.unread(beginning);
  if (isGzip(beginning)) return compressGunzip(bytes.remaining());
  await bytes.close();
  throw ioError('Input is not in the .gz format');
}

async function* unzstd(source: Bytes, stream: ZlibStream): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* through(source, stream);
  } catch (error) {
    if (error instanceof JavaError || !(error instanceof Error)) throw error;
    throw ioError(error.message);
  }
}

type ZlibStream = Parameters<typeof through>[1];
type ZstdName = 'createZstdCompress' | 'createZstdDecompress';

/** Node.js has Zstandard since 22.15. */
function zstd(name: ZstdName): ZlibStream {
  const make = (zlib as Partial<Record<ZstdName, () => ZlibStream>>)[name];
  if (make) return make();
  throw ioError(
    `This agent runs on Node.js ${process.versions.node}, which has no Zstandard: TAR_ZSTD needs 22.15 or newer`,
  );
}
