/** What a build can put in the place of a file. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  existsSync,
  linkSync,
  openSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JavaError } from '../../../src/java/java-error.js';
import { copyWithAttributes } from '../../../src/os/files/copy.js';
import { moveFile } from '../../../src/os/files/move.js';
import { OPEN, openFile, openFileNow } from '../../../src/os/files/open-file.js';
import { openForReading, openRandomAccess, readFrom } from '../../../src/os/files/read-file.js';
import { beginningNow, collected, wholeFile } from '../../../src/os/files/whole-file.js';
import { openFileOutput, openForAppending, openForWriting } from '../../../src/os/files/write-file.js';
import { scratch } from './scratch.js';

const onUnix = describe.skipIf(process.platform === 'win32');

function pipe(): string {
  const path = join(scratch(), 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

/** The Java error that something fails with, as `class: message`. */
async function failure(done: Promise<unknown>): Promise<string> {
  const error: unknown = await done.then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  return error instanceof JavaError ? error.toString() : String(error);
}

onUnix('a named pipe', () => {
  it('is refused in words by all that opens files, whether somebody is at its other end or not', async () => {
    const path = pipe();
    const other = join(scratch(), 'copy');
    const all = async (): Promise<string[]> => [
      await failure(openForReading(path)),
      await failure(openRandomAccess(path, {})),
      await failure(openForWriting(path)),
      await failure(openFileOutput(path)),
      await failure(openForAppending(path)),
      await failure(copyWithAttributes(path, other)),
    ];
    const refusals = [
      `java.nio.file.FileSystemException: ${path}: Not a regular file`,
      `java.io.FileNotFoundException: ${path} (Not a regular file)`,
      `java.nio.file.FileSystemException: ${path}: Not a regular file`,
      `java.io.FileNotFoundException: ${path} (Not a regular file)`,
      `java.nio.file.FileSystemException: ${path}: Not a regular file`,
      `java.nio.file.FileSystemException: ${path}: Not a regular file`,
    ];
    expect(await all()).toEqual(refusals);
    const both = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    onTestFinished(() => closeSync(both));
    expect(await all()).toEqual(refusals);
    expect(existsSync(other)).toBe(false);
  });

  it('is moved as it is', async () => {
    const path = pipe();
    await moveFile(path, `${path}2`);
    expect(existsSync(`${path}2`)).toBe(true);
  });

  it('is refused at once on the thread of the event loop, too', () => {
    const path = pipe();
    for (const flags of [OPEN.read, OPEN.write, OPEN.write | OPEN.create | OPEN.empty])
      expect(() => openFileNow(path, flags)).toThrow('not a regular file');
  });

  it('behind a link is what the link leads to', async () => {
    const path = pipe();
    const link = join(scratch(), 'link');
    symlinkSync(path, link);
    expect(await failure(openForReading(link))).toContain('Not a regular file');
  });
});

onUnix('other things that are no files', () => {
  it('a socket is refused', async () => {
    const path = join(scratch(), 'socket');
    const server = createServer().listen(path);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    expect(await failure(openForReading(path))).toContain('Not a regular file');
    expect(await failure(openForWriting(path))).toContain('Not a regular file');
  });

  it('a device without an end is not read; the null device is empty, and takes everything', async () => {
    const link = join(scratch(), 'link');
    symlinkSync('/dev/zero', link);
    expect(await failure(openForReading(link))).toContain('Not a regular file');
    expect(await collected(readFrom('/dev/null'), '/dev/null', { bytes: 0, of: 'nothing' })).toHaveLength(0);
    const writer = await openForWriting('/dev/null');
    await writer.write(Buffer.from('x'));
    await writer.close();
  });

  it('a directory opens and cannot be read, as in Java', async () => {
    const directory = scratch();
    const { handle, stats } = await openFile(directory, OPEN.read);
    expect(stats.isDirectory()).toBe(true);
    await handle.close();
    await expect(collected(readFrom(directory), directory, { bytes: 1, of: 'it' })).rejects.toThrow('Is a directory');
  });
});

describe('a file', () => {
  it('is emptied where that is asked for', async () => {
    const file = join(scratch(), 'f');
    writeFileSync(file, 'old');
    const { handle } = await openFile(file, OPEN.write | OPEN.create | OPEN.empty);
    expect(readFileSync(file, 'utf8')).toBe('');
    await handle.close();
    writeFileSync(file, 'old');
    closeSync(openFileNow(file, OPEN.write | OPEN.create).fd);
    expect(readFileSync(file, 'utf8')).toBe('old');
    closeSync(openFileNow(file, OPEN.write | OPEN.create | OPEN.empty).fd);
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('through a link is refused where links are', () => {
    const directory = scratch();
    const [file, link] = [join(directory, 'f'), join(directory, 'link')];
    writeFileSync(file, 'text');
    symlinkSync(file, link);
    expect(() => openFileNow(link, OPEN.read | OPEN.noLink)).toThrow('ELOOP');
    expect(beginningNow(link, 100).toString()).toBe('text');
    linkSync(file, join(directory, 'hard'));
    expect(beginningNow(join(directory, 'hard'), 2, OPEN.noLink).toString()).toBe('te');
  });

  it('has no more bytes than it may, of which no more are read', async () => {
    const file = join(scratch(), 'f');
    const limit = { bytes: 100_000, of: 'a test' };
    writeFileSync(file, Buffer.alloc(limit.bytes, 1));
    expect(await wholeFile(file, limit)).toHaveLength(limit.bytes);
    expect(await collected(readFrom(file), file, limit)).toHaveLength(limit.bytes);
    truncateSync(file, 3 * 2 ** 30);
    const refusal = `java.io.IOException: ${file} is longer than 100000 bytes, the most that a test may have`;
    expect(await failure(wholeFile(file, limit))).toBe(refusal);
    expect(await failure(collected(readFrom(file), file, limit))).toBe(refusal);
  });
});
