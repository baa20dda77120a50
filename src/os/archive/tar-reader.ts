/**
 * org.apache.tools.tar.TarInputStream: as lenient as it is (no checksum, no end records needed), for the archives that users
 * unpack with the official agent come from everywhere. Unlike it, it does not take the end of the input for zeros inside an
 * entry, and refuses what it would unpack wrongly, sparse files.
 */
import type { Charset } from '../../java/charsets/charset.js';
import { JavaError, ioError } from '../../java/java-error.js';
import type { ByteSource } from './byte-source.js';
import { applyPax, parsePax } from './pax.js';
import { RECORD_SIZE, TYPE, decodeTarHeader } from './tar-header.js';
import type { TarHeader } from './tar-header.js';

/** The longest name or PAX header that is believed. */
const MAX_META_SIZE = 16 * 1024 * 1024;

export class TarReader {
  /** Bytes of the current entry's content, and of the padding behind it, that have not been read. */
  #unread = 0;
  #padding = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly charset: Charset,
  ) {}

  /**
   * The next entry; null at the end. What is left of the one before is skipped.
   * @throws JavaError java.io.IOException when the archive is broken or ends inside an entry
   */
  async next(): Promise<TarHeader | null> {
    const header = await this.#header();
    if (!header) return null;
    switch (header.type) {
      case TYPE.LONG_LINK: {
        const linkName = this.charset.decode(withoutNuls(await this.#meta(header)));
        const entry = await this.next();
        return entry && { ...entry, linkName };
      }
      case TYPE.LONG_NAME: {
        const name = normalizeName(this.charset.decode(withoutNuls(await this.#meta(header))));
        const entry = await this.next();
        return entry && { ...entry, name };
      }
      case 'x':
      case 'X':
        return this.#afterPax(parsePax(await this.#meta(header)));
      case TYPE.SPARSE:
        throw sparse(header.name);
      default:
        return header;
    }
  }

  /** The content of the current entry, once. */
  async *content(): AsyncGenerator<Buffer, void, undefined> {
    while (this.#unread > 0) {
      const bytes = await this.source.readSome(this.#unread);
      if (!bytes) throw ioError(`unexpected EOF with ${this.#unread} bytes unread`);
      this.#unread -= bytes.length;
      yield bytes;
    }
  }

  /** The same in one piece, for an entry of few bytes. */
  async wholeContent(): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.content()) parts.push(part);
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  async #header(): Promise<TarHeader | null> {
    await this.#skip();
    const record = await this.source.read(RECORD_SIZE);
    if (record.every((byte) => byte === 0)) return null;
    if (record.length < RECORD_SIZE) throw ioError(`unexpected EOF with ${RECORD_SIZE - record.length} bytes unread`);
    try {
      const header = decodeTarHeader(record, this.charset);
      this.#expect(header);
      return header;
    } catch (cause) {
      throw ioError('Error detected parsing the header', { cause });
    }
  }

  /** Directories have no content, whatever their header says. */
  #expect(header: TarHeader): void {
    if (header.size < 0)
      throw new JavaError('java.lang.IllegalArgumentException', `Size is out of range: ${header.size}`);
    this.#unread = isTarDirectory(header) ? 0 : header.size;
    this.#padding = (RECORD_SIZE - (this.#unread % RECORD_SIZE)) % RECORD_SIZE;
  }

  async #skip(): Promise<void> {
    const rest = this.content();
    while ((await rest.next()).done !== true);
    await this.source.read(this.#padding);
    this.#padding = 0;
  }

  async #meta(header: TarHeader): Promise<Buffer> {
    if (header.size > MAX_META_SIZE) throw ioError(`Tar header of ${header.size} bytes is too long`);
    return this.wholeContent();
  }

  async #afterPax(records: Map<string, string>): Promise<TarHeader | null> {
    const entry = await this.next();
    if (!entry) return null;
    const changed = applyPax(entry, records);
    const header = { ...changed, name: records.has('path') ? normalizeName(changed.name) : changed.name };
    if ([...records.keys()].some((keyword) => keyword.startsWith('GNU.sparse.'))) throw sparse(header.name);
    this.#expect(header);
    return header;
  }
}

/** TarEntry.isDirectory. */
export function isTarDirectory(header: TarHeader): boolean {
  return header.type === TYPE.DIRECTORY || header.name.endsWith('/');
}

/** TarEntry.normalizeFileName, which names from long-name and PAX headers go through, but not those of plain headers. */
function normalizeName(name: string): string {
  const own = process.platform === 'win32' ? name.replace(/^[A-Za-z]:(?=.)/, '').replaceAll('\\', '/') : name;
  return own.replace(/^\/+/, '');
}

function sparse(name: string): JavaError {
  return ioError(`Tar entry ${name} is a sparse file, which this agent cannot unpack`);
}

function withoutNuls(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}
