/**
 * Reads tar archives, entry by entry. The official agent has two readers for them, which differ in what they forgive; each is a
 * dialect of this one.
 */
import { defaultCharset } from '../../java/charsets/charset.js';
import type { Charset } from '../../java/charsets/charset.js';
import { JavaError, ioError } from '../../java/java-error.js';
import type { ByteSource } from './byte-source.js';
import { parsePax, paxChanges } from './pax.js';
import type { PaxRecord } from './pax.js';
import { isChecksumOk, RECORD_SIZE, TYPE, decodeTarHeader } from './tar-header.js';
import type { TarHeader } from './tar-header.js';
import { normalizeTarName } from './tar-names.js';
import { expanded, gnuSparse, paxSparse } from './tar-sparse.js';
import type { SparseFile } from './tar-sparse.js';

/** How an archive is read. */
export interface TarDialect {
  /** Of names in headers and long names. */
  readonly charset: Charset;
  /** What is said of an archive that ends inside an entry, with the bytes that are missing. */
  readonly truncated: (missing: number) => string;
  readonly corrupted: string;
  /** Whether a record that is cut short, and missing padding, end an archive as well as one of zeros does. */
  readonly endsAnywhere: boolean;
  /** Whether the first of several headers of an entry wins (they are read from the inside); else a PAX header does, the last one. */
  readonly firstWins: boolean;
  /** Whether PAX headers for all entries count. */
  readonly globalHeaders: boolean;
  /** Whether sparse files are expanded; else they are refused, because they would be unpacked wrongly. */
  readonly sparse: boolean;
}

/** org.apache.tools.tar.TarInputStream, which the core reads with: no checksum, no end records needed. */
export function antDialect(charset: Charset): TarDialect {
  return {
    charset,
    truncated: (missing) => `unexpected EOF with ${missing} bytes unread`,
    corrupted: 'Error detected parsing the header',
    endsAnywhere: false,
    firstWins: true,
    globalHeaders: false,
    sparse: false,
  };
}

/** org.apache.commons.compress' TarArchiveInputStream, which plugins read with. */
export const COMPRESS_DIALECT: TarDialect = {
  charset: defaultCharset,
  truncated: () => 'Truncated TAR archive',
  corrupted: 'Corrupted TAR archive.',
  endsAnywhere: true,
  firstWins: false,
  globalHeaders: true,
  sparse: true,
};

export interface TarEntry extends TarHeader {
  readonly directory: boolean;
  readonly checksumOk: boolean;
}

/** The most that the long names and PAX headers of one entry may take together. */
const MAX_META_SIZE = 16 * 1024 * 1024;

export class TarReader {
  /** Bytes of the current entry's content, and of the padding behind it, that have not been read. */
  #unread = 0;
  #padding = 0;
  #sparse: SparseFile | undefined;
  #global: readonly PaxRecord[] = [];
  #record: Buffer = Buffer.alloc(0);

  constructor(
    private readonly source: ByteSource,
    private readonly dialect: TarDialect,
  ) {}

  /**
   * The next entry; null at the end. What is left of the one before is skipped.
   * @throws JavaError java.io.IOException when the archive is broken or ends inside an entry
   */
  async next(): Promise<TarEntry | null> {
    let long: Partial<TarHeader> = {};
    let pax: Partial<TarHeader> = {};
    let records: readonly PaxRecord[] = [];
    let meta = 0;
    const { firstWins } = this.dialect;
    for (;;) {
      const header = await this.#header();
      if (!header) return null;
      const content = async (): Promise<Buffer> => {
        meta += header.size;
        if (meta > MAX_META_SIZE) throw ioError(`Tar headers of ${meta} bytes are too long`);
        return this.wholeContent();
      };
      if (header.type === TYPE.LONG_NAME) {
        const name = normalizeTarName(this.#text(await content()));
        long = firstWins ? { name, ...long } : { ...long, name };
      } else if (header.type === TYPE.LONG_LINK) {
        const linkName = this.#text(await content());
        long = firstWins ? { linkName, ...long } : { ...long, linkName };
      } else if (header.type === 'g' && this.dialect.globalHeaders) {
        this.#global = distinct([...this.#global, ...parsePax(await content())]);
      } else if (header.type === 'x' || header.type === 'X') {
        records = parsePax(await content());
        const changes = normalized(paxChanges(records));
        if (firstWins) long = { ...changes, ...long };
        else pax = changes;
      } else {
        const all = [...this.#global, ...records];
        return this.#entry(header, { ...normalized(paxChanges(this.#global)), ...long, ...pax }, all);
      }
    }
  }

  /** The content of the current entry, once. */
  async *content(): AsyncGenerator<Buffer, void, undefined> {
    if (this.#sparse) yield* expanded(this.#sparse, (limit) => this.#readSome(limit));
    else while (this.#unread > 0) yield await this.#readSome(this.#unread);
  }

  /** The same in one piece, for an entry of few bytes. */
  async wholeContent(): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.content()) parts.push(part);
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  async #header(): Promise<TarEntry | null> {
    await this.#skip();
    const record = await this.source.read(RECORD_SIZE);
    if (record.every((byte) => byte === 0)) return null;
    if (record.length < RECORD_SIZE) {
      if (this.dialect.endsAnywhere) return null;
      throw ioError(this.dialect.truncated(RECORD_SIZE - record.length));
    }
    this.#record = record;
    try {
      const header = decodeTarHeader(record, this.dialect.charset);
      this.#expect(header);
      return { ...header, directory: isTarDirectory(header), checksumOk: isChecksumOk(record) };
    } catch (cause) {
      throw ioError(this.dialect.corrupted, { cause });
    }
  }

  async #entry(header: TarEntry, changes: Partial<TarHeader>, records: readonly PaxRecord[]): Promise<TarEntry> {
    const changed = { ...header, ...changes };
    this.#expect(changed);
    const isSparse = header.type === TYPE.SPARSE || records.some(([keyword]) => keyword.startsWith('GNU.sparse.'));
    if (!isSparse) return { ...changed, directory: isTarDirectory(changed) };
    if (!this.dialect.sparse) {
      throw ioError(`Tar entry ${changed.name} is a sparse file, which this agent cannot unpack`);
    }
    return this.#sparseEntry(changed, records);
  }

  async #sparseEntry(header: TarEntry, records: readonly PaxRecord[]): Promise<TarEntry> {
    const isGnu = header.type === TYPE.SPARSE;
    const file = isGnu ? await gnuSparse(this.#record, this.source) : await paxSparse(records, this.source);
    if (!file) return { ...header, directory: isTarDirectory(header) };
    // The records behind a GNU header are no part of the size that it tells.
    if (!isGnu) this.#unread -= file.mapLength;
    this.#sparse = file;
    const name = new Map(records).get('GNU.sparse.name');
    const entry = { ...header, size: file.size, ...(name !== undefined && { name: normalizeTarName(name) }) };
    return { ...entry, directory: isTarDirectory(entry) };
  }

  /** Directories have no content, whatever their header says. */
  #expect(header: TarHeader): void {
    if (!Number.isSafeInteger(header.size) || header.size < 0)
      throw new JavaError('java.lang.IllegalArgumentException', `Size is out of range: ${header.size}`);
    this.#sparse = undefined;
    this.#unread = isTarDirectory(header) ? 0 : header.size;
    this.#padding = (RECORD_SIZE - (this.#unread % RECORD_SIZE)) % RECORD_SIZE;
  }

  async #readSome(limit: number): Promise<Buffer> {
    const bytes = await this.source.readSome(Math.min(limit, this.#unread));
    if (!bytes || bytes.length === 0) throw ioError(this.dialect.truncated(this.#unread));
    this.#unread -= bytes.length;
    return bytes;
  }

  async #skip(): Promise<void> {
    this.#sparse = undefined;
    while (this.#unread > 0) await this.#readSome(this.#unread);
    const { length } = await this.source.read(this.#padding);
    if (length < this.#padding && this.dialect.endsAnywhere) throw ioError(this.dialect.truncated(0));
    this.#padding = 0;
  }

  #text(bytes: Buffer): string {
    let end = bytes.length;
    while (end > 0 && bytes[end - 1] === 0) end--;
    return this.dialect.charset.decode(bytes.subarray(0, end));
  }
}

/** TarEntry.isDirectory. */
export function isTarDirectory(header: TarHeader): boolean {
  return header.type === TYPE.DIRECTORY || header.name.endsWith('/');
}

function normalized(changes: Partial<TarHeader>): Partial<TarHeader> {
  return changes.name === undefined ? changes : { ...changes, name: normalizeTarName(changes.name) };
}

/** The last record of each keyword. */
function distinct(records: readonly PaxRecord[]): PaxRecord[] {
  return [...new Map(records)];
}
