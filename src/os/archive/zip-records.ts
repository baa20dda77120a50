/**
 * The records of a zip archive as org.apache.tools.zip.ZipOutputStream writes them into a stream that cannot be wound back:
 * every entry deflated, its sizes behind it in a data descriptor, zip64 where a number needs it. Little-endian.
 */

export interface ZipEntry {
  readonly name: Buffer;
  readonly utf8: boolean;
  /** DOS date and time: see `dosTime`. */
  readonly modified: number;
  /** Permission bits; null where there are none (Windows). */
  readonly mode: number | null;
  readonly directory: boolean;
  /** What its file was found to have; the descriptor tells what it really had. */
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
  /** Whether its local header has room for large sizes; then its descriptor has them too. */
  readonly zip64: boolean;
}

export interface ZipSizes {
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
}

/** From here on a size or an offset does not fit its field of 32 bits. */
export const ZIP64_LIMIT = 0xffff_ffff;

/**
 *     0   4  50 4b 03 04
 *     4   2  version needed
 *     6   2  flags
 *     8   2  method
 *    10   4  time
 *    14  12  CRC, compressed size, size: zeros, they follow; sizes all ones with zip64
 *    26   4  lengths of name and extra field
 *    30      name, extra field (zip64: zeros)
 */
export function localHeader(entry: ZipEntry): Buffer {
  const sizes = entry.zip64 ? ZIP64_LIMIT : 0;
  const extra = entry.zip64 ? zip64Extra([0, 0]) : NOTHING;
  return Buffer.concat([
    uint32(0x04034b50),
    uint16(versionNeeded(entry.zip64), flags(entry), DEFLATED),
    uint32(entry.modified, 0, sizes, sizes),
    uint16(entry.name.length, extra.length),
    entry.name,
    extra,
  ]);
}

/** 50 4b 07 08, CRC, compressed size and size; the sizes of 8 bytes each with zip64. */
export function dataDescriptor({ zip64 }: ZipEntry, { crc, compressed, size }: ZipSizes): Buffer {
  const sizes = zip64 ? uint64(compressed, size) : uint32(compressed, size);
  return Buffer.concat([uint32(0x08074b50, crc), sizes]);
}

/**
 *     0   4  50 4b 01 02
 *     4   2  version made by, its high byte the system: 3 Unix, 0 FAT
 *     6   2  version needed
 *     8   4  flags, method
 *    12   4  time
 *    16  12  CRC, compressed size, size
 *    28   6  lengths of name, extra field and comment
 *    34   4  disk, internal attributes
 *    38   4  external attributes: Unix mode above, 0x10 directory, 0x01 read-only
 *    42   4  offset of the local header
 *    46      name, extra field
 */
export function centralHeader(entry: ZipEntry, sizes: ZipSizes): Buffer {
  const large = (value: number): boolean => entry.zip64 || value >= ZIP64_LIMIT;
  const sizesAreLarge = large(sizes.size) || large(sizes.compressed);
  const offsetIsLarge = entry.offset >= ZIP64_LIMIT;
  const extra = [...(sizesAreLarge ? [sizes.size, sizes.compressed] : []), ...(offsetIsLarge ? [entry.offset] : [])];
  const extraField = extra.length > 0 ? zip64Extra(extra) : NOTHING;
  const version = versionNeeded(extra.length > 0);
  const system = entry.mode === null ? 0 : 3;
  return Buffer.concat([
    uint32(0x02014b50),
    uint16((system << 8) | version, version, flags(entry), DEFLATED),
    uint32(entry.modified, sizes.crc),
    sizesAreLarge ? uint32(ZIP64_LIMIT, ZIP64_LIMIT) : uint32(sizes.compressed, sizes.size),
    uint16(entry.name.length, extraField.length, 0, 0, 0),
    uint32(externalAttributes(entry), offsetIsLarge ? ZIP64_LIMIT : entry.offset),
    entry.name,
    extraField,
  ]);
}

/** The end of central directory record, before it zip64's own and its locator when a number is too large. */
export function endOfArchive(count: number, start: number, length: number): Buffer {
  const plain = Buffer.concat([
    uint32(0x06054b50),
    uint16(0, 0, Math.min(count, 0xffff), Math.min(count, 0xffff)),
    uint32(Math.min(length, ZIP64_LIMIT), Math.min(start, ZIP64_LIMIT)),
    uint16(0),
  ]);
  if (count < 0xffff && start < ZIP64_LIMIT && length < ZIP64_LIMIT) return plain;
  const record = Buffer.concat([
    uint32(0x06064b50),
    uint64(44),
    uint16(VERSION_ZIP64, VERSION_ZIP64),
    uint32(0, 0),
    uint64(count, count, length, start),
  ]);
  const locator = Buffer.concat([uint32(0x07064b50, 0), uint64(start + length), uint32(1)]);
  return Buffer.concat([record, locator, plain]);
}

/** DOS time in the low half, date in the high one; local time, two seconds' steps, from 1980 to 2107. */
export function dosTime(time: Date): number {
  const year = time.getFullYear();
  if (year < 1980) return EARLIEST;
  if (year > 2107) return LATEST;
  const date = ((year - 1980) << 9) | ((time.getMonth() + 1) << 5) | time.getDate();
  const clock = (time.getHours() << 11) | (time.getMinutes() << 5) | (time.getSeconds() >> 1);
  return ((date << 16) | clock) >>> 0;
}

function externalAttributes({ mode, directory }: ZipEntry): number {
  const dos = directory ? 0x10 : 0;
  if (mode === null) return dos;
  const readOnly = (mode & 0o200) === 0 ? 1 : 0;
  return ((mode << 16) | dos | readOnly) >>> 0;
}

/** Bit 3: sizes follow in a descriptor. Bit 11: the name is UTF-8. */
function flags(entry: ZipEntry): number {
  return 0x0008 | (entry.utf8 ? 0x0800 : 0);
}

function versionNeeded(zip64: boolean): number {
  return zip64 ? VERSION_ZIP64 : VERSION_DESCRIPTOR;
}

function zip64Extra(values: readonly number[]): Buffer {
  return Buffer.concat([uint16(1, 8 * values.length), uint64(...values)]);
}

function uint16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt16LE(value, 2 * i);
  return bytes;
}

function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, 4 * i);
  return bytes;
}

function uint64(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [i, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * i);
  return bytes;
}

const NOTHING = Buffer.alloc(0);
const DEFLATED = 8;
const VERSION_DESCRIPTOR = 20;
const VERSION_ZIP64 = 45;
/** 1980-01-01 00:00:00 */
const EARLIEST = 0x0021_0000;
/** 2107-12-31 23:59:58 */
const LATEST = 0xff9f_bf7d;
