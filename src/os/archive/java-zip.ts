/** java.util.zip.ZipFile, whose messages and rules are not those of org.apache.tools.zip. Reading is yauzl's. */
import { isUtf8 as isUtf8Text } from 'node:buffer';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import { utf8 } from '../../java/charsets/charset.js';
import type { Charset } from '../../java/charsets/charset.js';
import { errorCode, nioError, streamError } from '../../java/file-errors.js';
import { toPath } from '../../java/path.js';
import { JavaError } from '../../java/java-error.js';

export interface JavaZipEntry {
  readonly name: string;
  readonly directory: boolean;
  /** As the central directory has it. */
  readonly crc: number;
  /** The content, once, decompressed. Leaving the loop ends the reading. */
  content(): AsyncGenerator<Buffer, void, undefined>;
}

export interface JavaZip {
  readonly entries: readonly JavaZipEntry[];
  close(): void;
}

/**
 * Opens a zip file and reads its central directory, which is what makes it one: a broken one gives no entries at all.
 * @param charset of names that do not say that they are UTF-8
 * @throws JavaError java.util.zip.ZipException, java.nio.file.NoSuchFileException
 */
export async function openJavaZip(file: string, charset: Charset = utf8): Promise<JavaZip> {
  await refuseEmpty(file);
  const zip = await openZip(file);
  try {
    const entries: JavaZipEntry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(zipEntry(zip, entry, charset));
    return { entries, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw centralError(error);
  }
}

async function refuseEmpty(file: string): Promise<void> {
  let size: number;
  try {
    size = (await stat(toPath(file))).size;
  } catch (error) {
    throw nioError(error, file);
  }
  if (size === 0) throw zipException('zip file is empty');
}

async function openZip(file: string): Promise<ZipFile> {
  const yauzl = (await import('yauzl')).default;
  try {
    const zip = await yauzl.openPromise(file, { decodeStrings: false, autoClose: false, validateEntrySizes: false });
    // What goes wrong comes out of the iteration; without a listener it would also end the process.
    zip.on('error', () => undefined);
    return zip;
  } catch (error) {
    if (errorCode(error) !== undefined) throw nioError(error, file);
    throw zipException('zip END header not found');
  }
}

/** ZipFile.Source.checkAndAddEntry. */
function zipEntry(zip: ZipFile, entry: Entry, charset: Charset): JavaZipEntry {
  if (entry.isEncrypted()) throw zipException('invalid CEN header (encrypted entry)');
  const method = entry.compressionMethod;
  if (method !== STORED && method !== DEFLATED) {
    throw zipException(`invalid CEN header (bad compression method: ${method})`);
  }
  const name = entryName(entry, charset);
  return { name, directory: name.endsWith('/'), crc: entry.crc32, content: () => content(zip, entry) };
}

function entryName({ fileNameRaw, generalPurposeBitFlag }: Entry, charset: Charset): string {
  const isUtf8 = charset === utf8 || (generalPurposeBitFlag & NAME_IS_UTF8) !== 0;
  if (!isUtf8) return charset.decode(fileNameRaw);
  if (isUtf8Text(fileNameRaw)) return fileNameRaw.toString();
  throw zipException('invalid CEN header (bad entry name)');
}

async function* content(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void, undefined> {
  let stream: Readable | undefined;
  try {
    stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw contentError(error);
  } finally {
    stream?.destroy();
  }
}

function centralError(error: unknown): unknown {
  if (error instanceof JavaError || !(error instanceof Error)) return error;
  if (errorCode(error) !== undefined) return streamError(error);
  const isSignature = error.message.startsWith('invalid central directory file header signature');
  return zipException(isSignature ? 'invalid CEN header (bad signature)' : `invalid CEN header (${error.message})`);
}

/** InflaterInputStream: zlib's words for what is broken, an EOFException for what is missing. */
function contentError(error: unknown): unknown {
  if (error instanceof JavaError || !(error instanceof Error)) return error;
  const code = errorCode(error);
  if (code === 'Z_BUF_ERROR') {
    return new JavaError('java.io.EOFException', 'Unexpected end of ZLIB input stream');
  }
  if (code !== undefined && !code.startsWith('Z_')) return streamError(error);
  const isLocalHeader = error.message.startsWith('invalid local file header signature');
  return zipException(isLocalHeader ? 'ZipFile invalid LOC header (bad signature)' : error.message);
}

/** Without a cause, as Java's has none: it would be sent. */
function zipException(message: string): JavaError {
  return new JavaError('java.util.zip.ZipException', message);
}

const STORED = 0;
const DEFLATED = 8;
const NAME_IS_UTF8 = 0x800;
