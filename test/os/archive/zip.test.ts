import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanExplicit, scanFull } from '../../../src/os/archive/dir-scan.js';
import { unzipFile, unzipStream } from '../../../src/os/archive/unzip.js';
import { zipArchive } from '../../../src/os/archive/zip-writer.js';
import { temporaryDirectory } from '../../../src/os/files/temporary-files.js';
import { utf8 } from '../../../src/java/charsets/charset.js';
import { LONG, collect, contents, fixture, fixtureFile, fixtureTree, pieces } from './support.js';

let base: string;
let target: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'zip-')));
  target = path.join(base, 'target');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const OPTIONS = { charset: utf8, prefix: null, noFollowLinks: false };

describe.skipIf(process.platform === 'win32')('a zip archive of ours', () => {
  it('gives the tree that went in, links followed', async () => {
    const root = fixtureTree(base);
    let entries = 0;
    const bytes = await collect(zipArchive(scanFull(root), { ...OPTIONS, onEntry: () => entries++ }));
    await unzipStream(pieces(bytes, 1000), target);
    const expected: Record<string, string> = { 'root/': '', ...contents(root, 'root/') };
    expected['root/a/link'] = '751 hello';
    expected['root/a/longlink'] = '644 long';
    expect(contents(target)).toEqual(expected);
    expect(entries).toBe(Object.keys(expected).length);
  });

  it('has what Ant writes into its directory, but for the time zone', async () => {
    const bytes = await collect(zipArchive(scanFull(fixtureTree(base)), { ...OPTIONS, prefix: 'pre' }));
    expect(centralDirectory(bytes)).toEqual(centralDirectory(fixture('ant.zip')));
  });

  it('puts a prefix before every name', async () => {
    writeFileSync(path.join(base, 'f'), 'x');
    const scanned = () => scanExplicit(base, new Map([['f', 'f']]));
    for (const prefix of ['p', 'p/']) {
      const bytes = await collect(zipArchive(scanned(), { ...OPTIONS, prefix }));
      expect(centralDirectory(bytes).map(({ name }) => name)).toEqual(['p/f']);
    }
    expect(centralDirectory(await collect(zipArchive(scanned(), { ...OPTIONS, prefix: ' ' })))[0]?.name).toBe('f');
  });

  it('compresses a large file in pieces', async () => {
    const file = path.join(base, 'large');
    writeFileSync(file, 'ab');
    truncateSync(file, 3_000_000);
    const bytes = await collect(zipArchive(scanExplicit(base, new Map([['large', 'large']])), OPTIONS));
    expect(bytes.length).toBeLessThan(20_000);
    await unzipStream(pieces(bytes), target);
    expect(statSync(path.join(target, 'large')).size).toBe(3_000_000);
  });

  it('fails at a dangling link, and at any link when links are refused', async () => {
    symlinkSync('nowhere', path.join(base, 'dangling'));
    const dangling = zipArchive(scanExplicit(base, new Map([['d', 'dangling']])), OPTIONS);
    await expect(collect(dangling)).rejects.toMatchObject({ javaClass: 'java.nio.file.NoSuchFileException' });
    writeFileSync(path.join(base, 'f'), 'x');
    symlinkSync('f', path.join(base, 'l'));
    const refused = zipArchive(scanExplicit(base, new Map([['l', 'l']])), { ...OPTIONS, noFollowLinks: true });
    await expect(collect(refused)).rejects.toMatchObject({ javaClass: 'java.io.IOException' });
  });

  it('is a valid archive when it is empty', async () => {
    const bytes = await collect(zipArchive(scanExplicit(base, new Map()), OPTIONS));
    expect(bytes.toString('hex')).toBe('504b0506' + '00'.repeat(18));
    await unzipStream(pieces(bytes), target);
    expect(existsSync(target)).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('a zip archive of others', () => {
  it('gives files, modes and times', async () => {
    await unzipFile(fixtureFile('ant.zip'), target);
    expect(contents(target)).toMatchObject({
      'pre/root/a/x.txt': '751 hello',
      'pre/root/a/readonly': '444 r',
      'pre/root/a/empty/': '',
      'pre/root/a/ünï ☃.txt': '644 snow',
      'pre/root/c:d': '644 colon',
      [`pre/root/${LONG}/f`]: '644 long',
    });
  });

  it('gives links as files that hold their targets, as the official agent does', async () => {
    await unzipFile(fixtureFile('info.zip'), target);
    const unpacked = contents(target);
    expect(unpacked['a/link']).toBe('777 x.txt');
    expect(unpacked['a/ünï ☃.txt']).toBe('644 snow');
  });

  it('has its local time', async () => {
    await unzipFile(fixtureFile('stored.zip'), target);
    const local = new Date(2001, 8, 9, 1, 46, 40).getTime();
    expect(statSync(path.join(target, 's.txt')).mtimeMs).toBe(local);
  });

  it('of DOS may use the other separator', async () => {
    await unzipFile(fixtureFile('dos.zip'), target);
    expect(Object.keys(contents(target))).toEqual(['dir/', 'dir/file.txt']);
  });

  it.each([
    ['absolute.zip', { 'abs.txt': '644 x' }],
    ['stored.zip', { 's.txt': '644 stored' }],
  ])('%s stays below the directory', async (file, expected) => {
    await unzipFile(fixtureFile(file), target);
    expect(contents(target)).toEqual(expected);
  });

  it('that leaves the directory is refused', async () => {
    const zip = fixtureFile('escaping.zip');
    await expect(unzipFile(zip, target)).rejects.toMatchObject({
      javaClass: 'java.io.IOException',
      javaMessage: `Zip ${zip} contains illegal file name that breaks out of the target directory: ../evil.txt`,
    });
    expect(contents(target)).toEqual({ 'good.txt': '644 g' });
    expect(existsSync(path.join(base, 'evil.txt'))).toBe(false);
  });

  it('that leaves it through a link is refused', async () => {
    mkdirSync(path.join(base, 'elsewhere'));
    mkdirSync(target);
    symlinkSync('../elsewhere', path.join(target, 'a'));
    await expect(unzipFile(fixtureFile('info.zip'), target)).rejects.toMatchObject({
      javaMessage: expect.stringContaining('contains illegal file name that breaks out') as string,
    });
    expect(contents(path.join(base, 'elsewhere'))).toEqual({});
  });

  it.each([
    ['encrypted.zip', 'unsupported feature encryption used in entry a/x.txt'],
    ['lzma.zip', 'Found unsupported compression method 14'],
  ])('%s cannot be read', async (file, message) => {
    await expect(unzipFile(fixtureFile(file), target)).rejects.toMatchObject({
      javaClass: 'java.util.zip.ZipException',
      javaMessage: message,
    });
  });

  it('with a setuid program is refused as Java refuses such a mode', async () => {
    await expect(unzipFile(fixtureFile('setuid.zip'), target)).rejects.toMatchObject({
      javaMessage: 'Invalid mode: 2541',
    });
  });

  it('that is cut short or no archive is refused, and leaves nothing behind', async () => {
    const before = await spoolFiles();
    for (const bytes of [Buffer.from('no archive'), fixture('ant.zip').subarray(0, 2000), Buffer.alloc(0)]) {
      await expect(unzipStream(pieces(bytes), target)).rejects.toMatchObject({
        javaClass: 'java.util.zip.ZipException',
        javaMessage: 'archive is not a ZIP archive',
      });
    }
    expect(await spoolFiles()).toEqual(before);
  });

  it('with damaged content is refused', async () => {
    const bytes = Buffer.from(fixture('ant.zip'));
    const name = bytes.indexOf('pre/root/a/x.txt');
    bytes.fill(0xff, name + 16, name + 20);
    // Many at once, so that some of them fail before they are read.
    const attempts = Array.from({ length: 40 }, (_, i) => unzipStream(pieces(bytes), path.join(target, String(i))));
    for (const attempt of await Promise.allSettled(attempts)) {
      expect(attempt).toMatchObject({ status: 'rejected', reason: { javaClass: 'java.util.zip.ZipException' } });
    }
  });

  it('that is not there is missing as java.io says', async () => {
    const missing = path.join(base, 'missing.zip');
    await expect(unzipFile(missing, target)).rejects.toMatchObject({
      javaClass: 'java.io.FileNotFoundException',
      javaMessage: `${missing} (No such file or directory)`,
    });
  });
});

async function spoolFiles(): Promise<string[]> {
  return (await readdir(temporaryDirectory())).filter((name) => name.startsWith('tmpzip'));
}

/** What the central directory says of each entry, times left out. */
function centralDirectory(
  zip: Buffer,
): { name: string; made: number; flags: number; attributes: number; size: number }[] {
  const found = [];
  for (let at = zip.readUInt32LE(zip.length - 6); zip.readUInt32LE(at) === 0x02014b50;) {
    const nameLength = zip.readUInt16LE(at + 28);
    found.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      made: zip.readUInt16LE(at + 4),
      needed: zip.readUInt16LE(at + 6),
      flags: zip.readUInt16LE(at + 8),
      method: zip.readUInt16LE(at + 10),
      crc: zip.readUInt32LE(at + 16),
      size: zip.readUInt32LE(at + 24),
      attributes: zip.readUInt32LE(at + 38),
      extra: zip.readUInt16LE(at + 30),
    });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return found;
}
