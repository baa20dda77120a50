import { chmodSync, mkdtempSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanExplicit, scanFull } from '../../../src/os/archive/dir-scan.js';
import { decodeTarHeader, encodeTarHeader } from '../../../src/os/archive/tar-header.js';
import { tarArchive } from '../../../src/os/archive/tar-writer.js';
import { iso88591, utf8 } from '../../../src/java/charsets/charset.js';
import { collect, fixture, fixtureTree } from './support.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'tar-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('a tar archive', () => {
  it.skipIf(process.platform === 'win32')('is byte for byte what Ant writes', async () => {
    let entries = 0;
    const scanned = scanFull(fixtureTree(base));
    const ours = await collect(tarArchive(scanned, { charset: utf8, onEntry: () => entries++ }));
    expect(withoutLinkTimes(ours)).toEqual(withoutLinkTimes(fixture('ant.tar.gz')));
    expect(entries).toBe(16);
  });

  it('is whole blocks of zeros when there is nothing to archive', async () => {
    const bytes = await collect(tarArchive(scanExplicit(base, new Map()), { charset: utf8 }));
    expect(bytes).toEqual(Buffer.alloc(10_240));
  });

  it('keeps to the size in the header when the file has grown since', async () => {
    const file = path.join(base, 'grows');
    writeFileSync(file, 'x'.repeat(700));
    const archive = tarArchive(scanExplicit(base, new Map([['g', 'grows']])), { charset: utf8 });
    const first = await archive.next();
    writeFileSync(file, 'y'.repeat(5000));
    const bytes = Buffer.concat([first.value as Buffer, await collect(archive)]);
    expect(bytes).toHaveLength(10_240);
    expect(decodeTarHeader(bytes.subarray(0, 512), utf8).size).toBe(700);
  });

  it('fails when a file has shrunk since its header was written', async () => {
    const file = path.join(base, 'shrinks');
    writeFileSync(file, 'x'.repeat(300_000));
    const archive = tarArchive(scanExplicit(base, new Map([['s', 'shrinks']])), { charset: utf8 });
    await archive.next();
    truncateSync(file, 100_000);
    await expect(collect(archive)).rejects.toMatchObject({
      javaClass: 'java.io.IOException',
      javaMessage: "entry 's' closed at '100000' before the '300000' bytes specified in the header were written",
    });
  });

  it('fails before any header when a file cannot be read', async () => {
    const archive = tarArchive(scanExplicit(base, new Map([['m', 'missing']])), { charset: utf8 });
    await expect(archive.next()).rejects.toMatchObject({
      javaClass: 'java.nio.file.NoSuchFileException',
      javaMessage: path.join(base, 'missing'),
    });
  });

  it.skipIf(process.platform === 'win32')('keeps a dangling link, with the usual mode', async () => {
    symlinkSync('nowhere', path.join(base, 'l'));
    const bytes = await collect(tarArchive(scanExplicit(base, new Map([['l', 'l']])), { charset: utf8 }));
    const header = decodeTarHeader(bytes, utf8);
    expect(header).toMatchObject({ name: 'l', type: '2', linkName: 'nowhere', size: 0, mode: 0o100644 });
  });

  it('writes names in the charset it is told', async () => {
    writeFileSync(path.join(base, 'f'), '');
    const scanned = scanExplicit(base, new Map([['é', 'f']]));
    const bytes = await collect(tarArchive(scanned, { charset: iso88591 }));
    expect(bytes.subarray(0, 2)).toEqual(Buffer.of(0xe9, 0));
  });

  it('holds no more than a piece of a file', async () => {
    const file = path.join(base, 'sparse');
    writeFileSync(file, '');
    truncateSync(file, 50_000_000);
    chmodSync(file, 0o600);
    utimesSync(file, 1, 1);
    let largest = 0;
    let total = 0;
    for await (const piece of tarArchive(scanExplicit(base, new Map([['s', 'sparse']])), { charset: utf8 })) {
      largest = Math.max(largest, piece.length);
      total += piece.length;
    }
    expect(total % 10_240).toBe(0);
    expect(total).toBeGreaterThan(50_000_000);
    expect(largest).toBeLessThan(100_000);
  });
});

describe('a tar header', () => {
  const header = { name: 'n', mode: 0o644, size: 0, modified: 0, type: '0', linkName: '' };

  it.each([
    [8 ** 11 - 1, '37 37 37 37 37 37 37 37 37 37 37 20'],
    [8 ** 11, '80 00 00 00 00 00 00 02 00 00 00 00'],
    [9_000_000_000, '80 00 00 00 00 00 00 02 18 71 1a 00'],
    [2 ** 53 - 1, '80 00 00 00 00 1f ff ff ff ff ff ff'],
  ])('says %d bytes', (size, hex) => {
    const bytes = encodeTarHeader({ ...header, size }, utf8);
    expect(bytes.toString('hex', 124, 136)).toBe(hex.replaceAll(' ', ''));
    expect(decodeTarHeader(bytes, utf8).size).toBe(size);
  });

  it.each([
    [-1, 'ff ff ff ff ff ff ff ff ff ff ff ff'],
    [-86_400, 'ff ff ff ff ff ff ff ff ff fe ae 80'],
  ])('says %d seconds before 1970', (modified, hex) => {
    const bytes = encodeTarHeader({ ...header, modified }, utf8);
    expect(bytes.toString('hex', 136, 148)).toBe(hex.replaceAll(' ', ''));
    expect(decodeTarHeader(bytes, utf8).modified).toBe(modified);
  });

  it('cuts a long name between characters', () => {
    const bytes = encodeTarHeader({ ...header, name: 'é'.repeat(60) + 'x' }, utf8);
    expect(bytes.toString('utf8', 0, 100)).toBe('é'.repeat(50));
  });
});

/** The time of a link is that of the archiving: it and the checksum are blanked, in a copy. */
function withoutLinkTimes(archive: Buffer): Buffer {
  const copy = Buffer.from(archive);
  for (let at = 0; at < copy.length; at += 512) {
    const isHeader = copy.toString('latin1', at + 257, at + 262) === 'ustar';
    const type = copy.toString('latin1', at + 156, at + 157);
    if (isHeader && 'KL2'.includes(type)) copy.fill(0, at + 136, at + 156);
  }
  return copy;
}
