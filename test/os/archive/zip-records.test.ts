import { describe, expect, it } from 'vitest';
import {
  centralHeader,
  dataDescriptor,
  dosTime,
  endOfArchive,
  localHeader,
} from '../../../src/os/archive/zip-records.js';
import type { ZipEntry } from '../../../src/os/archive/zip-records.js';

const ENTRY: ZipEntry = {
  name: Buffer.from('n'),
  utf8: true,
  modified: 0x2b290dd4,
  mode: 0o644,
  directory: false,
  size: 0,
  offset: 0,
  zip64: false,
};
const LARGE = 5_000_000_000;

describe('an entry of more than 4 GiB', () => {
  const entry = { ...ENTRY, zip64: true };
  const sizes = { crc: 1, compressed: 7, size: LARGE };

  it('has room for its sizes in the local header', () => {
    expect(localHeader(entry).toString('hex')).toBe(
      '504b0304' +
        '2d00' +
        '0808' +
        '0800' +
        'd40d292b' +
        '00000000' +
        'ffffffff'.repeat(2) +
        '0100' +
        '1400' +
        '6e' +
        '01001000' +
        '00'.repeat(16),
    );
  });

  it('has them in the descriptor with 64 bits each', () => {
    expect(dataDescriptor(entry, sizes).toString('hex')).toBe(
      '504b0708' + '01000000' + '0700000000000000' + '00f2052a01000000',
    );
    expect(dataDescriptor(ENTRY, { ...sizes, size: 9 }).toString('hex')).toBe(
      '504b0708' + '01000000' + '07000000' + '09000000',
    );
  });

  it('has them in the directory, and the offset only when that is large too', () => {
    const header = centralHeader(entry, sizes);
    expect(header.toString('hex', 47)).toBe('01001000' + '00f2052a01000000' + '0700000000000000');
    expect(header.readUInt32LE(42)).toBe(0);
    const far = centralHeader({ ...ENTRY, offset: LARGE }, { crc: 0, compressed: 1, size: 1 });
    expect(far.toString('hex', 47)).toBe('01000800' + '00f2052a01000000');
    expect(far.readUInt32LE(42)).toBe(0xffffffff);
    expect(far.readUInt32LE(24)).toBe(1);
  });
});

describe('the end of the archive', () => {
  it('is short as long as the numbers fit', () => {
    expect(endOfArchive(2, 100, 50).toString('hex')).toBe(
      '504b0506' + '00000000' + '02000200' + '32000000' + '64000000' + '0000',
    );
  });

  it.each([
    [70_000, 100, 50],
    [2, LARGE, 50],
  ])('has zip64 records before it for %d entries from %d on', (count, start, length) => {
    const end = endOfArchive(count, start, length);
    expect(end).toHaveLength(56 + 20 + 22);
    expect(end.readBigUInt64LE(24)).toBe(BigInt(count));
    expect(end.readBigUInt64LE(48)).toBe(BigInt(start));
    expect(end.readBigUInt64LE(56 + 8)).toBe(BigInt(start + length));
  });
});

describe('external attributes', () => {
  it.each([
    [0o644, false, 0x01a40000],
    [0o444, false, 0x01240001],
    [0o755, true, 0x01ed0010],
    [null, true, 0x10],
  ])('of mode %o, directory %s', (mode, directory, attributes) => {
    expect(centralHeader({ ...ENTRY, mode, directory }, { crc: 0, compressed: 0, size: 0 }).readUInt32LE(38)).toBe(
      attributes,
    );
  });
});

describe('DOS time', () => {
  it.each([
    [new Date(2001, 8, 9, 1, 46, 41), 0x2b290dd4],
    [new Date(1979, 11, 31), 0x00210000],
    [new Date(2200, 0, 1), 0xff9fbf7d],
  ])('of %s', (time, expected) => {
    expect(dosTime(time)).toBe(expected);
  });
});
