import { chmodSync, mkdirSync, statfsSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as attributes from '../../../src/os/files/attributes.js';
import { diskSpace } from '../../../src/os/files/disk-space.js';
import { listFiles, makeDirectories } from '../../../src/os/files/directories.js';
import { fileUri, uriOf } from '../../../src/os/files/file-uri.js';
import { scratch } from './scratch.js';
import { unprivileged } from './unprivileged.js';

it('answers no, without an exception, for what is not there or cannot be', async () => {
  const base = scratch();
  symlinkSync('nowhere', join(base, 'dangling'));
  for (const file of [join(base, 'nope'), join(base, 'dangling'), `${base}/\0`, `${base}/\ud800`, '']) {
    expect(await attributes.fileExists(file)).toBe(false);
    expect(await attributes.isDirectory(file)).toBe(false);
    expect(await attributes.isRegularFile(file)).toBe(false);
    expect(await attributes.fileLength(file)).toBe(0n);
    expect(await attributes.lastModified(file)).toBe(0n);
    expect(await attributes.canRead(file)).toBe(false);
    expect(await attributes.setLastModified(file, 1n)).toBe(false);
    expect(await diskSpace(file)).toEqual({ total: 0n, free: 0n, usable: 0n });
    expect(await listFiles(file)).toBe(null);
  }
});

it('tells files, directories and links apart', async () => {
  const base = scratch();
  writeFileSync(join(base, 'f'), 'four');
  symlinkSync('f', join(base, 'l'));
  expect(await attributes.isDirectory(base)).toBe(true);
  expect(await attributes.isRegularFile(join(base, 'l'))).toBe(true);
  expect(await attributes.isSymbolicLink(join(base, 'l'))).toBe(true);
  expect(await attributes.isSymbolicLink(join(base, 'f'))).toBe(false);
  expect(await attributes.fileLength(join(base, 'l'))).toBe(4n);
});

it.each([0n, 1n, 1_500_000_000_000n, 1_234_567_890_123n, 1_795_200_350_308n, 999n])(
  'sets and gives back the time %s, and keeps that of the last access',
  async (time) => {
    const file = join(scratch(), 'f');
    writeFileSync(file, 'x');
    utimesSync(file, 1_000_000_000, 1);
    expect(await attributes.setLastModified(file, time)).toBe(true);
    expect(await attributes.lastModified(file)).toBe(time);
    expect(Math.trunc(statSync(file).atimeMs)).toBe(1_000_000_000_000);
  },
);

it('keeps whole seconds exact', async () => {
  const file = join(scratch(), 'f');
  writeFileSync(file, 'x');
  expect(await attributes.setLastModified(file, 1_700_000_001_000n)).toBe(true);
  expect(statSync(file, { bigint: true }).mtimeNs).toBe(1_700_000_001_000_000_000n);
});

it.skipIf(process.platform === 'win32')('reads and sets the nine permission bits', async () => {
  const file = join(scratch(), 'f');
  writeFileSync(file, 'x');
  await attributes.changeMode(file, 0o640);
  expect(await attributes.fileMode(file)).toBe(0o640);
  // The type of the file may be in it; what is not asked for is taken away, set-uid too.
  chmodSync(file, 0o4777);
  await attributes.changeMode(file, 0o100644);
  expect(statSync(file).mode & 0o7777).toBe(0o644);
});

it.skipIf(process.platform === 'win32')('knows what may not be read', async () => {
  const file = join(scratch(), 'f');
  writeFileSync(file, 'x');
  expect(await unprivileged('canRead', file)).toEqual({ value: true });
  chmodSync(file, 0);
  expect(await unprivileged('canRead', file)).toEqual({ value: false });
});

it('makes directories unless something is there', async () => {
  const base = scratch();
  expect(await makeDirectories(join(base, 'a/b/c'))).toBe(true);
  expect(await makeDirectories(join(base, 'a/b/c'))).toBe(false);
  writeFileSync(join(base, 'f'), '');
  expect(await makeDirectories(join(base, 'f'))).toBe(false);
  symlinkSync('a', join(base, 'l'));
  expect(await makeDirectories(join(base, 'l/x'))).toBe(true);
  expect(await listFiles(join(base, 'a'))).toEqual([join(base, 'a/b'), join(base, 'a/x')]);
});

it('measures the disk as the system does', async () => {
  const base = scratch();
  const { bsize, blocks } = statfsSync(base);
  const { total, free, usable } = await diskSpace(base);
  expect(total).toBe(BigInt(bsize) * BigInt(blocks));
  expect(free).toBeGreaterThanOrEqual(usable);
  expect(usable).toBeGreaterThan(0n);
});

it.each([
  ['/a b/ä#%?[]^{}|\\"<>~!$&\'()*+,;=:@', false, "file:/a%20b/ä%23%25%3F%5B%5D%5E%7B%7D%7C%5C%22%3C%3E~!$&'()*+,;=:@"],
  ['/t\u0080\u00a0\u2028\u3000x', false, 'file:/t%C2%80%C2%A0%E2%80%A8%E3%80%80x'],
  ['/a\nb\u007f', false, 'file:/a%0Ab%7F'],
  ['/😀', true, 'file:/😀/'],
  ['C:\\a b', true, 'file:/C:/a%20b/'],
  ['\\\\server\\share', false, 'file:////server/share'],
])('%j has the URI of Java', (path, directory, uri) => {
  expect(uriOf(path, directory)).toBe(uri);
});

it('ends the URI of a directory with a slash', async () => {
  const base = scratch();
  mkdirSync(join(base, 'd'));
  expect(await fileUri(join(base, 'd'))).toBe(`file:${base}/d/`);
  expect(await fileUri(join(base, 'nope'))).toBe(`file:${base}/nope`);
  expect(await fileUri('relative')).toBe(`file:${process.cwd()}/relative`);
});
