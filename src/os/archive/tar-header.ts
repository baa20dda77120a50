/**
 * The header of a tar entry, org.apache.tools.tar.TarEntry: a record of 512 bytes.
 *
 *       0  100  name             NUL-terminated unless it fills the field
 *     100    8  mode             numbers: see tar-numbers.ts
 *     108    8  user id
 *     116    8  group id
 *     124   12  size
 *     136   12  time of modification, seconds since 1970
 *     148    8  checksum         sum of all bytes, this field taken as blanks
 *     156    1  type             '0' or NUL file, '1' hard link, '2' symbolic link, '5' directory,
 *                                'L' and 'K' GNU long name and long link, 'x' and 'X' PAX header, 'S' GNU sparse file
 *     157  100  link name
 *     257    6  magic            "ustar" NUL (POSIX) or "ustar " (GNU)
 *     263    2  version          "00" or blank NUL
 *     265   32  user name
 *     297   32  group name
 *     329    8  device major
 *     337    8  device minor
 *     345  155  prefix           of the name, POSIX only
 */
import type { Charset } from '../../java/charsets/charset.js';
import { readNumber, writeChecksum, writeNumber } from './tar-numbers.js';

export const RECORD_SIZE = 512;

export interface TarHeader {
  readonly name: string;
  /** Permission bits; of others' archives also the bits of the kind. */
  readonly mode: number;
  /** Bytes of content that follow. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly modified: number;
  /** One character. */
  readonly type: string;
  readonly linkName: string;
}

/** TarEntry.writeEntryHeader as the official agent calls it: no user, no group. A name that is too long is cut. */
export function encodeTarHeader(header: TarHeader, charset: Charset): Buffer {
  const record = Buffer.alloc(RECORD_SIZE);
  writeName(header.name, record.subarray(0, 100), charset);
  writeNumber(header.mode, record.subarray(100, 108));
  writeNumber(0, record.subarray(108, 116));
  writeNumber(0, record.subarray(116, 124));
  writeNumber(header.size, record.subarray(124, 136));
  writeNumber(header.modified, record.subarray(136, 148));
  record.fill(' ', 148, 156);
  record.write(header.type, 156, 'latin1');
  writeName(header.linkName, record.subarray(157, 257), charset);
  // Only the header of a long name calls itself GNU's.
  record.write(header.type === TYPE.LONG_NAME ? 'ustar  \0' : 'ustar\x0000', 257, 'latin1');
  writeNumber(0, record.subarray(329, 337));
  writeNumber(0, record.subarray(337, 345));
  let sum = 0;
  for (const byte of record) sum += byte;
  writeChecksum(sum, record.subarray(148, 156));
  return record;
}

/**
 * TarEntry.parseTarHeader. The checksum is not looked at, as there.
 * @throws JavaError java.lang.IllegalArgumentException on a number that is none
 */
export function decodeTarHeader(record: Buffer, charset: Charset): TarHeader {
  const text = (start: number, length: number): string =>
    charset.decode(untilNul(record.subarray(start, start + length)));
  const type = record.toString('latin1', 156, 157);
  let name = text(0, 100);
  if (record.toString('latin1', 257, 263) !== 'ustar ') {
    const prefix = text(345, 155);
    if (type === TYPE.DIRECTORY && !name.endsWith('/')) name += '/';
    if (prefix !== '') name = `${prefix}/${name}`;
  }
  return {
    name,
    mode: readNumber(record.subarray(100, 108)),
    size: readNumber(record.subarray(124, 136)),
    modified: readNumber(record.subarray(136, 148)),
    type,
    linkName: text(157, 100),
  };
}

/** TarUtils.verifyCheckSum: the sum of signed bytes, which some old programs stored, is as good as that of unsigned ones. */
export function isChecksumOk(record: Buffer): boolean {
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

const BLANK = 0x20;

export const TYPE = {
  FILE: '0',
  SYMBOLIC_LINK: '2',
  DIRECTORY: '5',
  LONG_LINK: 'K',
  LONG_NAME: 'L',
  SPARSE: 'S',
} as const;

/** A whole number of characters, at most as many as the field has bytes for. */
function writeName(name: string, field: Buffer, charset: Charset): void {
  let bytes = charset.encode(name);
  for (let length = name.length - 1; bytes.length > field.length; length--)
    bytes = charset.encode(name.slice(0, length));
  bytes.copy(field);
}

function untilNul(field: Buffer): Buffer {
  const end = field.indexOf(0);
  return end < 0 ? field : field.subarray(0, end);
}
