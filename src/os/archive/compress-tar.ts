/**
 * org.apache.commons.compress' TarArchiveInputStream, which plugins read tar archives with. Unlike Ant's reader it knows
 * checksums and global PAX headers, and takes an archive that ends early for one that has ended.
 */
import { defaultCharset } from '../../java/charsets/charset.js';
import { JavaError, ioError } from '../../java/java-error.js';
import type { ByteSource } from './byte-source.js';
import { applyPax, parsePax } from './pax.js';
import { RECORD_SIZE, TYPE, decodeTarHeader } from './tar-header.js';
import type { TarHeader } from './tar-header.js';
import { isTarDirectory } from './tar-reader.js';

export interface CompressTarEntry extends TarHeader {
  readonly directory: boolean;
  readonly checksumOk: boolean;
}

/** The longest name or PAX header that is believed. */
const MAX_META_SIZE = 16 * 1024 * 1024;

export class CompressTarReader {
  #unread = 0;
  #padding = 0;
  #global: ReadonlyMap<string, string> = new Map();

  constructor(private readonly source: ByteSource) {}

  /**
   * TarArchiveInputStream.getNextTarEntry: null at the end. What is left of the entry before is skipped.
   * @throws JavaError java.io.IOException `Truncated TAR archive`, `Corrupted TAR archive.`
   */
  async next(): Promise<CompressTarEntry | null> {
    const long: { name?: string; linkName?: string } = {};
    let records: ReadonlyMap<string, string> = new Map();
    for (;;) {
      const header = await this.#header();
      if (!header) return null;
      if (header.type === TYPE.LONG_NAME) long.name = normalizeName(text(await this.#meta(header)));
      else if (header.type === TYPE.LONG_LINK) long.linkName = text(await this.#meta(header));
      else if (header.type === 'g') this.#global = new Map([...this.#global, ...parsePax(await this.#meta(header))]);
      else if (header.type === 'x' || header.type === 'X') records = parsePax(await this.#meta(header));
      else return this.#entry({ ...header, ...long }, new Map([...this.#global, ...records]));
    }
  }

  /** The content of the current entry, once. */
  async *content(): AsyncGenerator<Buffer, void, undefined> {
    while (this.#unread > 0) {
      const bytes = await this.source.readSome(this.#unread);
      if (!bytes) throw ioError('Truncated TAR archive');
      this.#unread -= bytes.length;
      yield bytes;
    }
  }

  async #header(): Promise<CompressTarEntry | null> {
    await this.#skip();
    const record = await this.source.read(RECORD_SIZE);
    // A record that is cut short ends an archive as well as one of zeros does.
    if (record.length < RECORD_SIZE || record.every((byte) => byte === 0)) return null;
    try {
      const header = decodeTarHeader(record, defaultCharset);
      this.#expect(header);
      return { ...header, directory: isTarDirectory(header), checksumOk: isChecksumOk(record) };
    } catch (cause) {
      throw ioError('Corrupted TAR archive.', { cause });
    }
  }

  #entry(header: CompressTarEntry, records: ReadonlyMap<string, string>): CompressTarEntry {
    if (header.type === TYPE.SPARSE || [...records.keys()].some((keyword) => keyword.startsWith('GNU.sparse.'))) {
      throw ioError(`Tar entry ${header.name} is a sparse file, which this agent cannot unpack`);
    }
    const changed = applyPax(header, records);
    if (changed.size !== header.size) this.#expect(changed);
    const name = records.has('path') ? normalizeName(changed.name) : changed.name;
    const directory = header.type === TYPE.DIRECTORY || name.endsWith('/');
    return { ...header, ...changed, name, directory };
  }

  #expect(header: TarHeader): void {
    if (!Number.isSafeInteger(header.size) || header.size < 0) {
      throw new JavaError('java.lang.IllegalArgumentException', `Size is out of range: ${header.size}`);
    }
    this.#unread = isTarDirectory(header) ? 0 : header.size;
    this.#padding = (RECORD_SIZE - (this.#unread % RECORD_SIZE)) % RECORD_SIZE;
  }

  async #skip(): Promise<void> {
    const rest = this.content();
    while ((await rest.next()).done !== true);
    const { length } = await this.source.read(this.#padding);
    if (length < this.#padding) throw ioError('Truncated TAR archive');
    this.#padding = 0;
  }

  async #meta(header: TarHeader): Promise<Buffer> {
    if (header.size > MAX_META_SIZE) throw ioError(`Tar header of ${header.size} bytes is too long`);
    const parts: Buffer[] = [];
    for await (const part of this.content()) parts.push(part);
    return Buffer.concat(parts);
  }
}

/** TarUtils.verifyCheckSum: the sum of signed bytes, which some old programs stored, is as good as that of unsigned ones. */
function isChecksumOk(record: Buffer): boolean {
  const stored = parseInt(record.toString('latin1', 148, 156).replaceAll('\0', ' ').trim(), 8);
  let unsigned = 0;
  let signed = 0;
  for (let at = 0; at < RECORD_SIZE; at++) {
    const isChecksum = at >= 148 && at < 156;
    unsigned += isChecksum ? BLANK : record.readUInt8(at);
    signed += isChecksum ? BLANK : record.readInt8(at);
  }
  return stored === unsigned || stored === signed;
}

/** TarArchiveEntry.normalizeFileName, which names from long-name and PAX headers go through. */
function normalizeName(name: string): string {
  const own = process.platform === 'win32' ? name.replace(/^[A-Za-z]:(?=.)/, '').replaceAll('\\', '/') : name;
  return own.replace(/^\/+/, '');
}

function text(bytes: Buffer): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return defaultCharset.decode(bytes.subarray(0, end));
}

const BLANK = 0x20;
