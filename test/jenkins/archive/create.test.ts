import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unzipStream } from '../../../src/os/archive/unzip.js';
import { unbox } from '../../../src/serial/jdk.js';
import { contents, pieces } from '../../os/archive/support.js';
import { ChannelCall } from '../../support/channel-call.js';
import { COMPRESSION, explicit, glob, javaObject, openOptions, run, tarFactory, tarNames } from './support.js';

const ARCHIVE = 'hudson.FilePath$Archive';
/** Both write a tar into a pipe; the second is the sending half of a copy from one agent to another. */
const COPIES = ['hudson.FilePath$CopyRecursiveRemoteToLocal', 'hudson.FilePath$WriteToTar'];

let base: string;
let call: ChannelCall;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'create-')));
  call = new ChannelCall();
  for (const file of ['a.txt', 'b/c.txt', 'b/d~', 'x@tmp/secret']) {
    mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
    writeFileSync(path.join(base, file), file);
  }
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe(ARCHIVE, () => {
  it('writes a tar.gz, closes the stream, has the answer wait for it, and counts', async () => {
    const out = call.newOutput();
    const fields = {
      factory: tarFactory(),
      openOptions: openOptions(),
      out: out.value,
      scanner: glob('**'),
      verificationRoot: null,
    };
    expect(unbox(await run(ARCHIVE, fields, base, call))).toBe(3);
    expect(tarNames(gunzipSync(out.bytes()))).toEqual(['a.txt', 'b/c.txt', 'x@tmp/secret']);
    expect(out).toMatchObject({ closed: true, closeError: undefined });
    expect(out.late).toBe(0);
  });

  it('writes a plain tar as controllers of 2021 ask for it', async () => {
    const out = call.newOutput();
    const scanner = glob('b/**', { followSymlinks: true, useDefaultExcludes: false });
    const fields = {
      noFollowLinks: false,
      factory: tarFactory(COMPRESSION.NONE),
      out: out.value,
      scanner,
      verificationRoot: null,
    };
    expect(unbox(await run(ARCHIVE, fields, base, call))).toBe(2);
    expect(tarNames(out.bytes())).toEqual(['b/c.txt', 'b/d~']);
  });

  it('writes a zip for the browser, without temporary directories', async () => {
    const out = call.newOutput();
    const factory = javaObject('hudson.util.io.ArchiverFactory$ZipArchiverFactory', {
      openOptions: openOptions('NOFOLLOW_LINKS'),
      prefix: 'ws',
    });
    const fields = {
      factory,
      openOptions: openOptions('NOFOLLOW_LINKS', 'IGNORE_TMP_DIRS'),
      out: out.value,
      scanner: glob('**', { openOptions: openOptions('NOFOLLOW_LINKS') }),
      verificationRoot: base,
    };
    expect(unbox(await run(ARCHIVE, fields, base, call))).toBe(2);
    await unzipStream(pieces(out.bytes()), path.join(base, 'out'));
    expect(Object.keys(contents(path.join(base, 'out')))).toEqual(['ws/', 'ws/a.txt', 'ws/b/', 'ws/b/c.txt']);
  });

  it('tells the reader too when it fails', async () => {
    const out = call.newOutput();
    const fields = { factory: tarFactory(), out: out.value, scanner: explicit({ m: 'missing' }) };
    await expect(run(ARCHIVE, fields, base, call)).rejects.toMatchObject({
      javaClass: 'java.nio.file.NoSuchFileException',
    });
    expect(out.closeError).toMatchObject({ javaClass: 'java.nio.file.NoSuchFileException' });
  });

  it.each([
    [
      'scanner',
      { factory: tarFactory(), scanner: javaObject('com.example.MyScanner') },
      'The directory scanner com.example.MyScanner',
    ],
    ['factory', { factory: javaObject('com.example.Rar'), scanner: glob('**') }, 'The archiver com.example.Rar'],
  ])('names a %s that is not the core’s own', async (_what, fields, message) => {
    const out = call.newOutput();
    await expect(run(ARCHIVE, { ...fields, out: out.value }, base, call)).rejects.toMatchObject({
      javaClass: 'java.io.IOException',
      javaMessage: expect.stringContaining(message) as string,
    });
    // Nothing has happened yet: the stream is the call's to give back.
    expect(out.closed).toBe(false);
  });

  it('goes no faster than the controller takes it, and stops when it is cancelled', async () => {
    writeFileSync(path.join(base, 'large'), Buffer.alloc(5_000_000, 'x'));
    const out = call.newOutput();
    let letGo: () => void = () => undefined;
    out.onWrite = () => new Promise((resolve) => (letGo = resolve));
    const fields = { factory: tarFactory(COMPRESSION.NONE), out: out.value, scanner: glob('large') };
    const archiving = run(ARCHIVE, fields, base, call);
    await expect.poll(() => out.chunks.length).toBe(1);
    // Time enough for what is not held back: the same for one who takes it.
    const other = new ChannelCall();
    await run(ARCHIVE, { ...fields, out: other.newOutput().value }, base, other);
    expect(out.chunks).toHaveLength(1);
    out.onWrite = () => undefined;
    call.cancel();
    letGo();
    await expect(archiving).rejects.toMatchObject({ javaClass: 'java.lang.InterruptedException' });
    expect(out.bytes().length).toBeLessThan(1_000_000);
  });

  it('reports a controller that reads no more', async () => {
    const out = call.newOutput();
    const gone = new Error('reader is gone');
    out.onWrite = () => Promise.reject(gone);
    const fields = { factory: tarFactory(), out: out.value, scanner: glob('**') };
    await expect(run(ARCHIVE, fields, base, call)).rejects.toMatchObject({ javaMessage: 'Pipe is already closed' });
  });
});

describe.each(COPIES)('%s', (name) => {
  it.skipIf(process.platform === 'win32')('sends the files that are named, links as links', async () => {
    symlinkSync('a.txt', path.join(base, 'l'));
    const pipe = call.newOutput();
    const scanner = explicit({ 'out/a.txt': 'a.txt', l: 'l' });
    const fields = { compression: COMPRESSION.GZIP, filenamesEncoding: 'UTF-8', pipe: pipe.value, scanner };
    expect(unbox(await run(name, fields, base, call))).toBe(2);
    expect(tarNames(gunzipSync(pipe.bytes())).sort()).toEqual(['l -> a.txt', 'out/a.txt']);
    expect(pipe.closed).toBe(true);
  });

  it('takes the names in the charset that is asked for, ours when there is none', async () => {
    writeFileSync(path.join(base, 'é'), '');
    for (const [fields, bytes] of [
      [{ filenamesEncoding: 'ISO-8859-1' }, Buffer.of(0xe9, 0)],
      [{}, Buffer.of(0xc3, 0xa9)],
    ] as const) {
      const pipe = call.newOutput();
      await run(name, { compression: COMPRESSION.NONE, pipe: pipe.value, scanner: glob('é'), ...fields }, base, call);
      expect(pipe.bytes().subarray(0, 2)).toEqual(bytes);
    }
  });

  it('knows its enum', async () => {
    const pipe = call.newOutput();
    const fields = { compression: 'GZIP', pipe: pipe.value, scanner: glob('**') };
    await expect(run(name, fields, base, call)).rejects.toMatchObject({ javaClass: 'java.io.InvalidObjectException' });
  });
});
