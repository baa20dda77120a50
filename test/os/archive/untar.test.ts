import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanFull } from '../../../src/os/archive/dir-scan.js';
import { tarArchive } from '../../../src/os/archive/tar-writer.js';
import { untar } from '../../../src/os/archive/untar.js';
import type { UntarOptions } from '../../../src/os/archive/untar.js';
import { iso88591, utf8 } from '../../../src/java/charsets/charset.js';
import { JavaError } from '../../../src/java/java-error.js';
import { FIXTURE_TIME, contents, fixture, fixtureTree, makeTar, pieces } from './support.js';

let base: string;
let target: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'untar-')));
  target = path.join(base, 'target');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const failures: string[] = [];
const OPTIONS: UntarOptions = {
  archive: 'x.tar',
  charset: utf8,
  rules: () => Promise.resolve('current'),
  onLinkFailure: (link) => failures.push(link),
};

describe.skipIf(process.platform === 'win32')('a tar archive', () => {
  it.each(['ant', 'gnu', 'pax', 'oldgnu'])('of the %s kind gives the tree that went in', async (kind) => {
    const expected: Record<string, string> = { 'root/': '', ...contents(fixtureTree(base), 'root/') };
    await untar(pieces(fixture(`${kind}.tar.gz`)), target, OPTIONS);
    expect(contents(target)).toEqual(expected);
    expect(statSync(path.join(target, 'root/a/x.txt')).mtimeMs).toBe(FIXTURE_TIME * 1000);
  });

  it.each(['ustar', 'v7'])('of the %s kind gives the part that it can hold', async (kind) => {
    const expected: Record<string, string> = { 'root/': '', ...contents(fixtureTree(base), 'root/') };
    await untar(pieces(fixture(`${kind}.tar.gz`)), target, OPTIONS);
    const unpacked = contents(target);
    expect(unpacked).toMatchObject({ 'root/a/x.txt': '751 hello', 'root/a/link': '-> x.txt', 'root/a/empty/': '' });
    delete unpacked['root/a/longlink'];
    for (const [name, content] of Object.entries(unpacked)) expect([name, content]).toEqual([name, expected[name]]);
  });

  it('comes through a byte at a time', async () => {
    await untar(pieces(fixture('pax.tar.gz'), 1), path.join(base, 'bytes'), OPTIONS);
    await untar(pieces(fixture('pax.tar.gz'), 700), target, OPTIONS);
    expect(contents(path.join(base, 'bytes'))).toEqual(contents(target));
  });

  it('makes the way there and back', async () => {
    const root = fixtureTree(base);
    await untar(tarArchive(scanFull(root), { charset: utf8 }), target, OPTIONS);
    expect(contents(path.join(target, 'root'))).toEqual(contents(root));
  });

  it('needs neither end marks nor the padding of the last entry', async () => {
    const whole = makeTar([{ name: 'f', content: 'content' }]);
    await untar(pieces(whole.subarray(0, 512 + 7)), target, OPTIONS);
    expect(contents(target)).toEqual({ f: '644 content' });
  });

  it('is read to the end of the stream, whatever stands behind the end mark', async () => {
    let taken = 0;
    async function* stream(): AsyncGenerator<Buffer> {
      yield makeTar([{ name: 'f' }]);
      for (let i = 0; i < 10; i++) {
        taken++;
        yield await Promise.resolve(Buffer.alloc(1000, 'garbage'));
      }
    }
    await untar(stream(), target, OPTIONS);
    expect(taken).toBe(10);
  });

  it.each([100, 512 + 100])('that ends after %d bytes is broken', async (length) => {
    const whole = makeTar([{ name: 'f', content: 'x'.repeat(200) }]);
    const unpacking = untar(pieces(whole.subarray(0, length)), target, OPTIONS);
    const missing = length < 512 ? 512 - length : 100;
    await expect(unpacking).rejects.toMatchObject({
      javaMessage: 'Failed to extract x.tar',
      cause: new JavaError('java.io.IOException', `unexpected EOF with ${missing} bytes unread`),
    });
  });

  it('that is something else is broken', async () => {
    await expect(untar(pieces(Buffer.alloc(1024, 'no archive ')), target, OPTIONS)).rejects.toMatchObject({
      javaMessage: 'Failed to extract x.tar',
      cause: {
        javaMessage: 'Error detected parsing the header',
        cause: { javaClass: 'java.lang.IllegalArgumentException' },
      },
    });
  });

  it('with sparse files is refused, because it would be unpacked wrongly', async () => {
    for (const kind of ['gnu', 'pax']) {
      await expect(untar(pieces(fixture(`sparse-${kind}.tar.gz`)), target, OPTIONS)).rejects.toMatchObject({
        cause: {
          javaMessage: expect.stringMatching(
            /^Tar entry .*sparse is a sparse file, which this agent cannot unpack$/,
          ) as string,
        },
      });
    }
  });

  it('gives global headers and hard links as the official agent does: as files', async () => {
    await untar(pieces(fixture('global-and-hard-link.tar.gz')), target, OPTIONS);
    const unpacked = contents(target);
    expect(Object.keys(unpacked)).toEqual(['hard', 'pax_global_header', 'zero']);
    expect(unpacked['hard']).toBe('644 ');
  });

  it('sets no more than the nine permission bits', async () => {
    await untar(pieces(makeTar([{ name: 's', content: 'x', mode: 0o6755 }])), target, OPTIONS);
    expect(statSync(path.join(target, 's')).mode & 0o7777).toBe(0o755);
  });

  it('has names in the charset that is told', async () => {
    const bytes = makeTar([{ name: 'X', content: 'x' }]);
    bytes[0] = 0xe9;
    await untar(pieces(bytes), target, { ...OPTIONS, charset: iso88591 });
    expect(contents(target)).toEqual({ é: '644 x' });
  });

  it('replaces links, and leaves out those that cannot be made', async () => {
    mkdirSync(path.join(target, 'full'), { recursive: true });
    writeFileSync(path.join(target, 'full/file'), '');
    symlinkSync('old', path.join(target, 'l'));
    failures.length = 0;
    await untar(
      pieces(makeTar([{ name: 'l', link: 'new' }, { name: 'full', link: 'x' }, { name: 'z' }])),
      target,
      OPTIONS,
    );
    expect(contents(target)).toEqual({ 'full/': '', 'full/file': '644 ', l: '-> new', z: '644 ' });
    expect(failures).toEqual([path.join(target, 'full')]);
  });

  it('is cut off by its signal, with the signal’s own reason', async () => {
    const reason = new JavaError('java.lang.InterruptedException', null);
    const stopped = { ...OPTIONS, signal: AbortSignal.abort(reason) };
    await expect(untar(pieces(makeTar([{ name: 'f' }])), target, stopped)).rejects.toBe(reason);
  });

  it('closes its stream when it fails', async () => {
    let closed = false;
    async function* stream(): AsyncGenerator<Buffer> {
      try {
        yield makeTar([{ name: '../evil' }]);
        yield await Promise.resolve(Buffer.alloc(10));
      } finally {
        closed = true;
      }
    }
    await expect(untar(stream(), target, OPTIONS)).rejects.toThrow('Failed to extract x.tar');
    expect(closed).toBe(true);
  });
});
