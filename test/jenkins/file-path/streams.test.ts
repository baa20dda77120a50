import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { JavaError, ioError } from '../../../src/java/java-error.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { failureOf, onPath, openOptions } from './request.js';

const BIG = Buffer.alloc(1_000_003, 'abcdefg');

function workspace(): string {
  const base = scratch();
  writeFileSync(join(base, 'f'), BIG);
  mkdirSync(join(base, 'd'));
  mkdirSync(join(base, 'job@tmp'));
  writeFileSync(join(base, 'job@tmp/f'), 'x');
  symlinkSync('f', join(base, 'l'));
  return base;
}

describe('Read', () => {
  const anything = { openOptions: openOptions(false), verificationRoot: null };

  it('sends the file and ends the pipe', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    expect(await onPath(join(workspace(), 'f'), 'Read', { ...anything, p: out.value }, call)).toBe(null);
    expect(out.bytes().equals(BIG)).toBe(true);
    expect([out.closed, out.closeError]).toEqual([true, undefined]);
    expect(out.late).toBe(0);
  });

  it('reads no further than it may write', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    let more = () => {};
    out.onWrite = () => new Promise((resolve) => (more = resolve));
    const answer = onPath(join(workspace(), 'f'), 'Read', { ...anything, p: out.value }, call);
    await expect.poll(() => out.chunks.length).toBe(1);
    // Time enough for what is not held back: the same for one who takes it.
    const other = new ChannelCall();
    await onPath(join(workspace(), 'f'), 'Read', { ...anything, p: other.newOutput().value }, other);
    expect(out.chunks.length).toBe(1);
    out.onWrite = () => Promise.resolve();
    more();
    await answer;
    expect(out.bytes().equals(BIG)).toBe(true);
  });

  it.each([
    ['nope', false, 'java.nio.file.NoSuchFileException: B/nope'],
    ['l', true, 'java.io.IOException: Symlinks are prohibited.'],
    ['job@tmp/f', true, 'java.io.IOException: Tmp directory is prohibited.'],
  ])('tells the reader why %s cannot be read', async (file, strict, error) => {
    const base = workspace();
    const call = new ChannelCall();
    const out = call.newOutput();
    const options = { openOptions: openOptions(strict), verificationRoot: strict ? base : null };
    expect(await onPath(join(base, file), 'Read', { ...options, p: out.value }, call)).toBe(null);
    expect(String(out.closeError).replaceAll(base, 'B')).toBe(error);
  });

  it('knows the field of older controllers', async () => {
    const base = workspace();
    const call = new ChannelCall();
    const out = call.newOutput();
    const fields = { noFollowLinks: true, verificationRoot: base, p: out.value };
    await onPath(join(base, 'l'), 'Read', fields, call);
    expect(String(out.closeError)).toBe('java.io.IOException: Symlinks are prohibited.');
  });

  it('reads a directory as an empty file', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    await onPath(join(workspace(), 'd'), 'Read', { ...anything, p: out.value }, call);
    expect([out.closed, out.closeError, out.bytes().length]).toEqual([true, undefined, 0]);
  });

  it('does not fail when the reader has gone', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    out.onWrite = () => Promise.reject(ioError('Pipe is already closed'));
    expect(await onPath(join(workspace(), 'f'), 'Read', { ...anything, p: out.value }, call)).toBe(null);
    expect(out.bytes().length).toBeLessThan(BIG.length);
  });

  it('can be interrupted', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    out.onWrite = () => Promise.resolve(call.cancel());
    expect(await failureOf(onPath(join(workspace(), 'f'), 'Read', { ...anything, p: out.value }, call))).toBe(
      'hudson.FilePath$TunneledInterruptedException: java.lang.InterruptedException',
    );
    expect(out.bytes().length).toBeLessThan(BIG.length);
  });
});

describe('OffsetPipeSecureFileCallable', () => {
  it('sends what follows, gzipped', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    const name = 'OffsetPipeSecureFileCallable';
    expect(await onPath(join(workspace(), 'f'), name, { offset: 999_000n, p: out.value }, call)).toBe(null);
    expect(gunzipSync(out.bytes()).equals(BIG.subarray(999_000))).toBe(true);
    expect([out.closed, out.closeError]).toEqual([true, undefined]);
  });

  it('sends nothing, gzipped, and fails when there is no file', async () => {
    const base = workspace();
    const call = new ChannelCall();
    const out = call.newOutput();
    const answer = onPath(join(base, 'nope'), 'OffsetPipeSecureFileCallable', { offset: 0n, p: out.value }, call);
    expect(await failureOf(answer)).toBe(`java.io.FileNotFoundException: ${base}/nope (No such file or directory)`);
    expect(gunzipSync(out.bytes())).toHaveLength(0);
    expect(out.closed).toBe(true);
  });

  it('fails when the reader has gone', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    out.onWrite = () => Promise.reject(ioError('Pipe is already closed'));
    const answer = onPath(join(workspace(), 'f'), 'OffsetPipeSecureFileCallable', { offset: 0n, p: out.value }, call);
    expect(await failureOf(answer)).toBe('java.io.IOException: Pipe is already closed');
    expect(out.closed).toBe(true);
  });
});

describe('CopyTo', () => {
  it('sends the file and closes the stream', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    expect(await onPath(join(workspace(), 'f'), 'CopyTo', { out: out.value }, call)).toBe(null);
    expect(out.bytes().equals(BIG)).toBe(true);
    expect(out.closed).toBe(true);
    expect(out.late).toBe(0);
  });

  it.each([
    ['nope', 'java.nio.file.NoSuchFileException: B/nope'],
    ['d', 'java.io.IOException: Is a directory'],
  ])('closes the stream and fails for %s', async (file, error) => {
    const base = workspace();
    const call = new ChannelCall();
    const out = call.newOutput();
    const answer = await failureOf(onPath(join(base, file), 'CopyTo', { out: out.value }, call));
    expect(answer.replaceAll(base, 'B')).toBe(error);
    expect(out.closed).toBe(true);
  });
});

describe('WritePipe', () => {
  it('answers a stream into the file', async () => {
    const base = workspace();
    const call = new ChannelCall();
    const file = join(base, 'new/dir/file');
    const sink = call.exportedSink(await onPath(file, 'WritePipe', {}, call));
    expect(readFileSync(file)).toHaveLength(0);
    await sink.write(BIG);
    await sink.write(Buffer.from('end'));
    await sink.end();
    expect(readFileSync(file).equals(Buffer.concat([BIG, Buffer.from('end')]))).toBe(true);
  });

  it('closes the file when the channel ends', async () => {
    const call = new ChannelCall();
    const sink = call.exportedSink(await onPath(join(workspace(), 'f'), 'WritePipe', {}, call));
    await sink.end(new JavaError('hudson.remoting.ChannelClosedException', 'gone'));
    await expect(sink.write(Buffer.from('x'))).rejects.toThrow();
  });

  it.skipIf(process.platform !== 'linux')('refuses what the disk does not take', async () => {
    const call = new ChannelCall();
    const sink = call.exportedSink(await onPath('/dev/full', 'WritePipe', {}, call));
    await expect(sink.write(Buffer.from('x'))).rejects.toMatchObject({ javaMessage: 'Pipe is already closed' });
    await sink.end();
  });

  it('fails where nothing can be written', async () => {
    const base = workspace();
    expect(await failureOf(onPath(join(base, 'd'), 'WritePipe'))).toBe(
      `java.nio.file.FileSystemException: ${base}/d: Is a directory`,
    );
  });
});
