import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanExplicit } from '../../../src/os/archive/dir-scan.js';
import { unzipFile } from '../../../src/os/archive/unzip.js';
import { openZipFile } from '../../../src/os/archive/zip-file.js';
import { zipArchive } from '../../../src/os/archive/zip-writer.js';
import { utf8 } from '../../../src/java/charsets/charset.js';
import { SMALL } from '../../../src/os/files/small-file-reader.js';
import { collect } from './support.js';

let base: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'zip-file-')));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

async function zipOf(files: Record<string, Buffer>): Promise<Buffer> {
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(base, name), content);
  const scan = scanExplicit(base, new Map(Object.keys(files).map((name) => [name, name])));
  return collect(zipArchive(scan, { charset: utf8, prefix: null, noFollowLinks: false }));
}

describe('a zip file', () => {
  it('gives small and large entries between one another', async () => {
    const sizes = [0, 1, SMALL - 1, SMALL, SMALL + 1, 1_000_000, 10, 400_000, 0];
    const files = Object.fromEntries(sizes.map((size, i) => [`${i}`, randomBytes(size)]));
    const zip = path.join(base, 'zip');
    writeFileSync(zip, await zipOf(files));
    await unzipFile(zip, path.join(base, 'target'));
    for (const [name, content] of Object.entries(files)) {
      expect(readFileSync(path.join(base, 'target', name)).equals(content)).toBe(true);
    }
  });

  it('is read anywhere, to its end', async () => {
    const bytes = await zipOf({ f: randomBytes(500_000) });
    const file = path.join(base, 'zip');
    writeFileSync(file, bytes);
    const { zip, read } = await openZipFile(file);
    for (const at of [0, 100_000, 5, 499_000, 100_001, bytes.length - 10, bytes.length]) {
      expect((await read(at, 1000)).equals(bytes.subarray(at, at + 1000))).toBe(true);
    }
    zip.close();
  });

  it('is refused, and leaves no file, where a small entry is not as long as its directory says', async () => {
    const bytes = await zipOf({ f: Buffer.from('content') });
    // The size in the central header.
    bytes.writeUInt32LE(6, bytes.indexOf(Buffer.of(0x50, 0x4b, 1, 2)) + 24);
    const file = path.join(base, 'zip');
    writeFileSync(file, bytes);
    const target = path.join(base, 'target');
    await expect(unzipFile(file, target)).rejects.toMatchObject({ javaClass: 'java.util.zip.ZipException' });
    expect(readdirSync(target)).toEqual([]);
  });
});
