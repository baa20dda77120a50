import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { utf8 } from '../../../src/java/charsets/charset.js';
import { ByteSource } from '../../../src/os/archive/byte-source.js';
import { encodeTarHeader } from '../../../src/os/archive/tar-header.js';
import { COMPRESS_DIALECT, TarReader, antDialect } from '../../../src/os/archive/tar-reader.js';
import type { TarDialect } from '../../../src/os/archive/tar-reader.js';

/** Entries as `name size`, with what they hold; the archive comes in pieces of some bytes. */
async function read(archive: Buffer, dialect: TarDialect = COMPRESS_DIALECT, piece = archive.length): Promise<Entry[]> {
  const reader = new TarReader(new ByteSource(inPieces(archive, piece)), dialect);
  const entries: Entry[] = [];
  for (let entry = await reader.next(); entry; entry = await reader.next()) {
    const { name, size, linkName } = entry;
    entries.push({ name, size, linkName, content: await reader.wholeContent() });
  }
  return entries;
}

interface Entry {
  readonly name: string;
  readonly size: number;
  readonly linkName: string;
  readonly content: Buffer;
}

async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += length) yield await Promise.resolve(bytes.subarray(at, at + length));
}

/** An entry with its padding. */
function entry(type: string, name: string, content: Buffer): Buffer {
  const header = { name, type, size: content.length, mode: 0o644, modified: 0, linkName: '' };
  return Buffer.concat([encodeTarHeader(header, utf8), content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

function record(keyword: string, value: string): string {
  const rest = ` ${keyword}=${value}\n`;
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return `${length}${rest}`;
}

const END = Buffer.alloc(1024);
const pax = (type: 'x' | 'g', ...records: string[]): Buffer => entry(type, 'pax', Buffer.from(records.join('')));
const file = (name: string): Buffer => entry('0', name, Buffer.from(name));

describe('sparse files of GNU tar', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sparse-'));
  const pieces = 60;
  const size = pieces * 100_000 + 5000;
  const fd = openSync(path.join(folder, 'holes'), 'w');
  for (let i = 0; i < pieces; i++) writeSync(fd, `piece ${i}`, i * 100_000 + 4096);
  writeSync(fd, 'end', size - 3);
  closeSync(fd);
  const expected = readFileSync(path.join(folder, 'holes'));

  it.each([
    ['gnu', []],
    ['posix', ['--sparse-version=0.0']],
    ['posix', ['--sparse-version=0.1']],
    ['posix', ['--sparse-version=1.0']],
  ])('in its format %s %s come out whole', async (format, version) => {
    const tar = path.join(folder, 'archive.tar');
    execFileSync('tar', ['--sparse', '-b1', `--format=${format}`, ...version, '-cf', tar, '-C', folder, 'holes']);
    const archive = Buffer.concat([readFileSync(tar).subarray(0, -1024), file('after'), END]);
    for (const piece of [archive.length, 511]) {
      const entries = await read(archive, COMPRESS_DIALECT, piece);
      expect(entries.map(({ name, size: length }) => [name, length])).toEqual([
        ['holes', size],
        ['after', 5],
      ]);
      expect(entries[0]?.content.equals(expected)).toBe(true);
      expect(entries[1]?.content.toString()).toBe('after');
    }
    await expect(read(archive, antDialect(utf8))).rejects.toThrow('sparse file');
  });

  it('are skipped as a whole when nobody reads them', async () => {
    const tar = path.join(folder, 'skipped.tar');
    execFileSync('tar', ['--sparse', '-b1', '--format=posix', '-cf', tar, '-C', folder, 'holes']);
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const reader = new TarReader(
      new ByteSource(inPieces(Buffer.concat([readFileSync(tar).subarray(0, -1024), file('after'), END]), 1000)),
      COMPRESS_DIALECT,
    );
    expect([(await reader.next())?.name, (await reader.next())?.name, await reader.next()]).toEqual([
      'holes',
      'after',
      null,
    ]);
  });

  it.each([
    ['overlap', '0,10,5,10', '100', 'Sparse blocks for the entry overlap.'],
    ['extend beyond the file', '0,10,95,10', '100', 'Sparse block extends beyond real size of the entry.'],
    ['are no numbers', '0,x', '100', 'Sparse block offset or length is no number.'],
    ['have no size', '0,1', '-1', 'Sparse block offset or length is no number.'],
  ])('are refused when their pieces %s', async (_what, map, length, message) => {
    const archive = Buffer.concat([
      pax('x', record('GNU.sparse.size', length), record('GNU.sparse.map', map)),
      file('f'),
      END,
    ]);
    await expect(read(archive)).rejects.toThrow(message);
  });
});

describe('headers before an entry', () => {
  const long = (name: string): Buffer => entry('L', '././@LongLink', Buffer.from(`${name}\0`));

  it('of the core: the first wins', async () => {
    const archive = Buffer.concat([long('one'), pax('x', record('path', 'two')), long('three'), file('f'), END]);
    expect((await read(archive, antDialect(utf8))).map(({ name }) => name)).toEqual(['one']);
  });

  it('of plugins: a PAX header wins, and one for all entries counts', async () => {
    const archive = Buffer.concat([
      pax('g', record('path', 'all')),
      long('one'),
      pax('x', record('path', '/two')),
      file('f'),
      file('g'),
      END,
    ]);
    expect((await read(archive)).map(({ name }) => name)).toEqual(['two', 'all']);
  });

  it('keep nothing of what nobody asks for, however many there are', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => record(`vendor.k${i}`, ''));
    const header = pax('g', ...many);
    const archive = Buffer.concat([...Array.from({ length: 40 }, () => header), file('f'), END]);
    const before = process.memoryUsage().heapUsed;
    expect((await read(archive)).map(({ name }) => name)).toEqual(['f']);
    // A million keywords would be a hundred megabytes.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('may take 16 MiB together', async () => {
    const part = entry('L', 'l', Buffer.alloc(4 * 1024 * 1024, 'n'));
    await expect(read(Buffer.concat([part, part, part, part, file('f'), END]))).resolves.toHaveLength(1);
    await expect(read(Buffer.concat([part, part, part, part, long('x'), file('f'), END]))).rejects.toThrow(
      'Tar headers of 16777218 bytes are too long',
    );
  });

  it('follow each other without end of the stack', async () => {
    const chain = Buffer.concat(Array.from({ length: 20_000 }, () => entry('L', 'l', Buffer.alloc(0))));
    expect(await read(Buffer.concat([chain, file('f'), END]), antDialect(utf8))).toHaveLength(1);
  });
});

it.each([
  ['the core', antDialect(utf8), 'unexpected EOF with 400 bytes unread'],
  ['plugins', COMPRESS_DIALECT, 'Truncated TAR archive'],
])('an archive that ends inside an entry, as %s say it', async (_who, dialect, message) => {
  const archive = entry('0', 'f', Buffer.alloc(500, 'x')).subarray(0, 612);
  await expect(read(archive, dialect)).rejects.toThrow(message);
});
