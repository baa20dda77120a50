/**
 * hudson.util.io.ZipArchiver. Our own because the packages that write zip refuse names that Unix allows (`a:b`), search all
 * entries for each new one, and put 64-bit descriptors where readers of streams expect 32 bits.
 */
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';
import { openForReading } from '../files/read-file.js';
import { SmallFileReader } from '../files/small-file-reader.js';
import { withSlashes } from '../../java/path.js';
import { ioError } from '../../java/java-error.js';
import { coalesced } from './coalesced.js';
import { through } from './gzip.js';
import { factsOf, fileFacts } from './scanned.js';
import type { FileFacts, Scanned, TreeScan } from './scanned.js';
import type { ArchiveOptions } from './tar-writer.js';
import { ZIP64_LIMIT, centralHeader, dataDescriptor, dosTime, endOfArchive, localHeader } from './zip-records.js';
import type { ZipEntry } from './zip-records.js';

export interface ZipOptions extends ArchiveOptions {
  /** Put before every name, with a `/` between; blank for none. */
  readonly prefix: string | null;
  /** Opens files with LinkOption.NOFOLLOW_LINKS. */
  readonly noFollowLinks: boolean;
  /** Leaves the permission bits out. Default: false. */
  readonly withoutModes?: boolean;
}

/**
 * The bytes of a zip archive of what has been scanned, made as they are taken. Links are followed. Beside the entry at hand
 * only the central directory is held.
 */
export function zipArchive(scan: TreeScan, options: ZipOptions): AsyncGenerator<Buffer, void, undefined> {
  return coalesced(entries(scan, options));
}

async function* entries(scan: TreeScan, options: ZipOptions): AsyncGenerator<Buffer, void, undefined> {
  const reader = new SmallFileReader();
  const directory: Buffer[] = [];
  let written = 0;
  for await (const scanned of scan.files) {
    options.signal?.throwIfAborted();
    const small = await reader.read(scanned.file);
    const facts = small ? factsOf(small.stats) : await fileFacts(scanned.file);
    const entry = zipEntry(scanned, facts, written, options);
    const totals = new Totals();
    if (small) {
      totals.add(small.content);
      const bytes = smallRecords(entry, small.content, totals);
      written += bytes.length;
      yield bytes;
    } else {
      for await (const bytes of entryRecords(entry, scanned.file, totals, options)) {
        written += bytes.length;
        yield bytes;
      }
    }
    directory.push(centralHeader(entry, totals));
    options.onEntry?.();
  }
  const length = directory.reduce((sum, header) => sum + header.length, 0);
  yield* directory;
  yield endOfArchive(directory.length, written, length);
}

/** What has passed of an entry. */
class Totals {
  crc = 0;
  size = 0;
  compressed = 0;

  add(bytes: Buffer): void {
    this.crc = crc32(bytes, this.crc);
    this.size += bytes.length;
  }
}

function zipEntry(scanned: Scanned, facts: FileFacts, offset: number, options: ZipOptions): ZipEntry {
  const { directory, size, modified, mode } = facts;
  const name = prefixOf(options.prefix) + withSlashes(scanned.name) + (directory ? '/' : '');
  return {
    name: options.charset.encode(name),
    utf8: options.charset.name === 'UTF-8',
    modified: dosTime(modified),
    mode: options.withoutModes === true ? null : mode,
    directory,
    size: directory ? 0 : size,
    offset,
    zip64: !directory && size >= ZIP64_LIMIT,
  };
}

/** A whole entry at once: a zlib stream for each small file would cost more than its content. */
function smallRecords(entry: ZipEntry, content: Buffer, totals: Totals): Buffer {
  const compressed = deflateRawSync(content);
  totals.compressed = compressed.length;
  return Buffer.concat([localHeader(entry), compressed, dataDescriptor(entry, totals)]);
}

async function* entryRecords(
  entry: ZipEntry,
  file: string,
  totals: Totals,
  { noFollowLinks, signal }: ZipOptions,
): AsyncGenerator<Buffer> {
  if (entry.directory) {
    totals.compressed = EMPTY_DEFLATED.length;
    yield Buffer.concat([localHeader(entry), EMPTY_DEFLATED, dataDescriptor(entry, totals)]);
    return;
  }
  const content = counted(await openForReading(file, { noFollowLinks, signal }), totals);
  try {
    yield* contentRecords(entry, content, totals);
  } finally {
    await content.return(undefined);
  }
  if (!entry.zip64 && (totals.size >= ZIP64_LIMIT || totals.compressed >= ZIP64_LIMIT)) {
    throw ioError(`${file}'s size exceeds the limit of 4GByte.`);
  }
}

async function* contentRecords(
  entry: ZipEntry,
  content: AsyncGenerator<Buffer, undefined, undefined>,
  totals: Totals,
): AsyncGenerator<Buffer> {
  const first = (await content.next()).value ?? NOTHING;
  if (first.length === entry.size) {
    yield smallRecords(entry, first, totals);
    return;
  }
  yield localHeader(entry);
  for await (const bytes of through(startingWith(first, content), createDeflateRaw({ chunkSize: CHUNK_SIZE }))) {
    totals.compressed += bytes.length;
    yield bytes;
  }
  yield dataDescriptor(entry, totals);
}

async function* counted(content: AsyncIterable<Buffer>, totals: Totals): AsyncGenerator<Buffer, undefined, undefined> {
  for await (const bytes of content) {
    totals.add(bytes);
    yield bytes;
  }
  return undefined;
}

async function* startingWith(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

function prefixOf(prefix: string | null): string {
  if (prefix === null || prefix.trim() === '') return '';
  return prefix.endsWith('/') ? prefix : `${prefix}/`;
}

const CHUNK_SIZE = 64 * 1024;
const NOTHING = Buffer.alloc(0);
const EMPTY_DEFLATED = deflateRawSync(NOTHING);
