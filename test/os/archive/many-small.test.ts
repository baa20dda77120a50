/** Archives of many small files, and what may happen to one of them between the look at it and its opening. */
import type * as FileSystem from 'node:fs';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { scanExplicit } from '../../../src/os/archive/dir-scan.js';
import { tarArchive } from '../../../src/os/archive/tar-writer.js';
import { untar } from '../../../src/os/archive/untar.js';
import { unzipFile } from '../../../src/os/archive/unzip.js';
import { zipArchive } from '../../../src/os/archive/zip-writer.js';
import { utf8 } from '../../../src/java/charsets/charset.js';
import { countTurns } from '../count-turns.js';
import { collect, contents, makeTar, pieces } from './support.js';

const beforeOpening = vi.hoisted(() => ({ once: undefined as (() => void) | undefined }));
vi.mock('node:fs', async (load) => {
  const real = await load<typeof FileSystem>();
  const openSync: typeof real.openSync = (...args) => {
    const happens = beforeOpening.once;
    beforeOpening.once = undefined;
    happens?.();
    return real.openSync(...args);
  };
  return { ...real, openSync };
});

let base: string;
let target: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'small-')));
  target = path.join(base, 'target');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const UNTAR = {
  archive: 'x.tar',
  charset: utf8,
  rules: () => Promise.resolve('current' as const),
  onLinkFailure: vi.fn(),
};
const ZIP = { charset: utf8, prefix: null, noFollowLinks: false };
const COUNT = 2000;

function many(): Map<string, string> {
  const names = Array.from({ length: COUNT }, (_, i) => `${i % 7}-${i}`);
  for (const name of names) writeFileSync(path.join(base, name), name);
  return new Map(names.map((name) => [name, name]));
}

function manyEntries(): Buffer {
  return makeTar(Array.from({ length: COUNT }, (_, i) => ({ name: `${i % 7}/${i}`, content: `${i}` })));
}

describe.skipIf(process.platform !== 'linux')('many small files', () => {
  it('come in large pieces, in their order, and back', async () => {
    const files = many();
    const tar: Buffer[] = [];
    for await (const piece of tarArchive(scanExplicit(base, files), { charset: utf8 })) tar.push(piece);
    expect(tar.length).toBeLessThan(COUNT / 50);
    expect(Math.max(...tar.map((piece) => piece.length))).toBeLessThan(200_000);
    await untar(pieces(Buffer.concat(tar)), target, UNTAR);
    expect(contents(target)).toEqual(Object.fromEntries([...files.keys()].map((name) => [name, `644 ${name}`])));
  });

  it('are archived in many turns of the event loop', async () => {
    const files = many();
    for (const archive of [tarArchive, zipArchive]) {
      const turns = countTurns();
      await collect(archive(scanExplicit(base, files), ZIP));
      expect(turns()).toBeGreaterThanOrEqual(COUNT / 100 - 1);
    }
  });

  it('are unpacked in many turns of the event loop', async () => {
    const tar = manyEntries();
    let turns = countTurns();
    await untar(pieces(tar), target, UNTAR);
    expect(turns()).toBeGreaterThanOrEqual(COUNT / 100 - 1);
    const zip = path.join(base, 'zip');
    writeFileSync(zip, await collect(zipArchive(scanExplicit(base, many()), ZIP)));
    turns = countTurns();
    await unzipFile(zip, path.join(base, 'unzipped'));
    expect(turns()).toBeGreaterThanOrEqual(COUNT / 100 - 1);
    expect(readdirSync(path.join(base, 'unzipped'))).toHaveLength(COUNT);
  });

  it('are archived no further than to a cancellation', async () => {
    const files = many();
    for (const archive of [tarArchive, zipArchive]) {
      const cancelled = new AbortController();
      let entries = 0;
      const onEntry = () => {
        if (++entries === 500) cancelled.abort(new Error('cancelled'));
      };
      const bytes = collect(archive(scanExplicit(base, files), { ...ZIP, onEntry, signal: cancelled.signal }));
      await expect(bytes).rejects.toThrow('cancelled');
      expect(entries).toBe(500);
    }
  });

  it('are unpacked no further than to a cancellation', async () => {
    const cancelled = new AbortController();
    const unpacking = untar(pieces(manyEntries()), target, { ...UNTAR, signal: cancelled.signal });
    const settled = expect(unpacking).rejects.toThrow('cancelled');
    setImmediate(() => setImmediate(() => cancelled.abort(new Error('cancelled'))));
    await settled;
    const unpacked = Object.entries(contents(target, '')).filter(([name]) => !name.endsWith('/'));
    expect(unpacked.length).toBeLessThan(COUNT);
    for (const [name, content] of unpacked) expect(content).toBe(`644 ${path.basename(name)}`);
  });

  it('before one that is missing are in the archive', async () => {
    const files = new Map([...many()].slice(0, 3));
    files.set('missing', 'missing');
    const received: Buffer[] = [];
    const reading = (async () => {
      for await (const piece of tarArchive(scanExplicit(base, files), { charset: utf8 })) received.push(piece);
    })();
    await expect(reading).rejects.toMatchObject({
      javaClass: 'java.nio.file.NoSuchFileException',
      javaMessage: path.join(base, 'missing'),
    });
    await untar(pieces(Buffer.concat(received)), target, UNTAR);
    expect(contents(target)).toEqual({ '0-0': '644 0-0', '1-1': '644 1-1', '2-2': '644 2-2' });
  });
});

describe.skipIf(process.platform !== 'linux')('a small file', () => {
  async function archivedAfter(happens: () => void): Promise<Record<string, string>> {
    const [first, file] = ['first', 'file'];
    for (const name of [first, file]) writeFileSync(path.join(base, name), 'x'.repeat(1000));
    const archive = tarArchive(scanExplicit(base, new Map([[file, file]])), { charset: utf8 });
    beforeOpening.once = happens;
    const bytes = await collect(archive);
    expect(beforeOpening.once).toBeUndefined();
    await untar(pieces(bytes), target, UNTAR);
    return contents(target);
  }
  const at = (name: string) => path.join(base, name);

  it('that becomes shorter is archived as it is then', async () => {
    expect(await archivedAfter(() => truncateSync(at('file'), 300))).toEqual({ file: `644 ${'x'.repeat(300)}` });
  });

  it('that becomes longer is archived as it is then', async () => {
    const content = 'x'.repeat(1000).padEnd(9000, '\0');
    expect(await archivedAfter(() => truncateSync(at('file'), 9000))).toEqual({ file: `644 ${content}` });
  });

  it('that becomes a link is archived as a link', async () => {
    const replaced = () => {
      rmSync(at('file'));
      symlinkSync('first', at('file'));
    };
    expect(await archivedAfter(replaced)).toEqual({ file: '-> first' });
  });

  it('that becomes a directory is archived as a directory', async () => {
    const replaced = () => {
      rmSync(at('file'));
      mkdirSync(at('file'));
    };
    expect(await archivedAfter(replaced)).toEqual({ 'file/': '' });
  });

  it('that goes is missing', async () => {
    await expect(archivedAfter(() => rmSync(at('file')))).rejects.toMatchObject({
      javaClass: 'java.nio.file.NoSuchFileException',
    });
  });
});
