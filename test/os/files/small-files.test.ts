import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localDevice } from '../../../src/os/files/local-disk.js';
import { SMALL, SmallFileReader } from '../../../src/os/files/small-file-reader.js';
import { SmallFileWriter } from '../../../src/os/files/small-file-writer.js';
import { scratch } from './scratch.js';
import { unprivileged } from './unprivileged.js';

const ATTRIBUTES = { modified: 1_000_000_000_123, mode: 0o640 };

describe.skipIf(process.platform !== 'linux')('small files of a local disk', () => {
  it.each([0, 1, SMALL - 1, SMALL])('are read: %d bytes', async (size) => {
    const file = join(scratch(), 'f');
    writeFileSync(file, Buffer.alloc(size, 'x'));
    const small = await new SmallFileReader().read(file);
    expect(small?.content).toEqual(Buffer.alloc(size, 'x'));
    expect(small?.stats.mtimeMs).toBe(statSync(file).mtimeMs);
  });

  it('leave to others what is large, a link, a directory, a pipe, or not there', async () => {
    const directory = scratch();
    const at = (name: string) => join(directory, name);
    writeFileSync(at('large'), '');
    truncateSync(at('large'), SMALL + 1);
    writeFileSync(at('small'), '');
    symlinkSync('small', at('link'));
    execFileSync('mkfifo', [at('pipe')]);
    for (const name of ['large', 'link', '.', 'pipe', 'missing', 'with\0nul']) {
      expect([name, await new SmallFileReader().read(at(name))]).toEqual([name, null]);
    }
  });

  it('leave to others what may not be read, an empty file too', async () => {
    const file = join(scratch(), 'locked');
    writeFileSync(file, '');
    chmodSync(file, 0o000);
    expect(await unprivileged('readSmall', file)).toEqual({ value: null });
  });

  it.each([0, 1, SMALL])('are written, with the directories above: %d bytes', async (size) => {
    const file = join(scratch(), 'a/b/f');
    expect(await new SmallFileWriter().write(file, Buffer.alloc(size, 'x'), ATTRIBUTES)).toBe(true);
    expect(readFileSync(file)).toEqual(Buffer.alloc(size, 'x'));
    expect(statSync(file).mode & 0o7777).toBe(0o640);
    expect(statSync(file, { bigint: true }).mtimeMs).toBe(BigInt(ATTRIBUTES.modified));
  });

  it('are written into the file that is there', async () => {
    const directory = scratch();
    const [file, other] = [join(directory, 'f'), join(directory, 'other name')];
    writeFileSync(file, 'what was there, which is longer');
    linkSync(file, other);
    expect(await new SmallFileWriter().write(file, Buffer.from('new'), { ...ATTRIBUTES, mode: 0 })).toBe(true);
    expect(readFileSync(other, 'utf8')).toBe('new');
  });

  it('are not written through a link, into a directory, or to a pipe that nobody reads', async () => {
    const directory = scratch();
    const at = (name: string) => join(directory, name);
    symlinkSync('target', at('link'));
    mkdirSync(at('directory'));
    execFileSync('mkfifo', [at('pipe')]);
    for (const name of ['link', 'directory', 'pipe', 'with\0nul']) {
      const written = await new SmallFileWriter().write(at(name), Buffer.from('x'), ATTRIBUTES);
      expect([name, written]).toEqual([name, false]);
    }
    expect(existsSync(at('target'))).toBe(false);
  });

  it('are left to others when they are large, or when their directory has gone', async () => {
    const directory = scratch();
    const writer = new SmallFileWriter();
    const file = join(directory, 'd/f');
    expect(await writer.write(file, Buffer.alloc(SMALL + 1), ATTRIBUTES)).toBe(false);
    expect(await writer.write(file, Buffer.from('x'), ATTRIBUTES)).toBe(true);
    rmSync(join(directory, 'd'), { recursive: true });
    expect(await writer.write(file, Buffer.from('x'), ATTRIBUTES)).toBe(false);
  });

  it('go into the directory that is behind a link, once the link is there', async () => {
    const directory = scratch();
    const writer = new SmallFileWriter();
    mkdirSync(join(directory, 'behind'));
    expect(await writer.write(join(directory, 'd/f'), Buffer.from('x'), ATTRIBUTES)).toBe(true);
    rmSync(join(directory, 'd'), { recursive: true });
    symlinkSync('behind', join(directory, 'd'));
    writer.linkMade();
    expect(await writer.write(join(directory, 'd/f'), Buffer.from('x'), ATTRIBUTES)).toBe(true);
    expect(readFileSync(join(directory, 'behind/f'), 'utf8')).toBe('x');
  });

  it('fail as ever when a directory cannot be made', async () => {
    const directory = scratch();
    writeFileSync(join(directory, 'f'), '');
    const writing = new SmallFileWriter().write(join(directory, 'f/g/h'), Buffer.from('x'), ATTRIBUTES);
    await expect(writing).rejects.toMatchObject({ javaClass: 'java.nio.file.FileSystemException' });
  });
});

describe.skipIf(process.platform !== 'linux')('a local device', () => {
  it('is that of a directory on a disk', async () => {
    const directory = scratch();
    expect(await localDevice(directory)).toBe(statSync(directory).dev);
  });

  it.each(['/proc', '/sys', '/no such directory', 'with\0nul'])('is not that of %s', async (directory) => {
    expect(await localDevice(directory)).toBeNull();
  });

  it('is no other one than the tree began on', async () => {
    const reader = new SmallFileReader();
    const file = join(scratch(), 'f');
    writeFileSync(file, 'x');
    expect(await reader.read(file)).not.toBeNull();
    expect(await reader.read('/proc/sys/kernel/ostype')).toBeNull();
  });
});
