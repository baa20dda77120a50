import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip, gzip } from '../../../src/os/archive/gzip.js';
import { JavaError } from '../../../src/java/java-error.js';
import { collect, pieces } from './support.js';

const TEXT = Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(5000));

describe('gzip', () => {
  it('compresses what another decompresses, and the reverse', async () => {
    expect(gunzipSync(await collect(gzip(pieces(TEXT, 999))))).toEqual(TEXT);
    expect(await collect(await gunzip(pieces(gzipSync(TEXT))))).toEqual(TEXT);
  });

  it('reads a byte at a time', async () => {
    expect(await collect(await gunzip(pieces(gzipSync(TEXT), 1)))).toEqual(TEXT);
  });

  it('reads several members as one', async () => {
    const two = Buffer.concat([gzipSync('one '), gzipSync('two')]);
    expect((await collect(await gunzip(pieces(two)))).toString()).toBe('one two');
  });

  it.each([
    ['something else', Buffer.from('PK no gzip'), 'java.util.zip.ZipException', 'Not in GZIP format'],
    ['nothing', Buffer.alloc(0), 'java.io.EOFException', null],
    ['one byte', Buffer.of(0x1f), 'java.io.EOFException', null],
  ])('refuses %s at once', async (_what, bytes, javaClass, javaMessage) => {
    await expect(gunzip(pieces(bytes))).rejects.toMatchObject({ javaClass, javaMessage });
  });

  it('notices that the stream ends early', async () => {
    const cut = gzipSync(TEXT).subarray(0, 200);
    await expect(collect(await gunzip(pieces(cut)))).rejects.toMatchObject({
      javaClass: 'java.io.EOFException',
      javaMessage: 'Unexpected end of ZLIB input stream',
    });
  });

  it('notices damage', async () => {
    const bytes = gzipSync(TEXT);
    bytes.writeUInt32LE(1, bytes.length - 8);
    await expect(collect(await gunzip(pieces(bytes)))).rejects.toMatchObject({
      javaClass: 'java.util.zip.ZipException',
      javaMessage: 'Corrupt GZIP trailer',
    });
    const broken = gzipSync(TEXT);
    broken.fill(0xff, 10, 40);
    await expect(collect(await gunzip(pieces(broken)))).rejects.toMatchObject({
      javaClass: 'java.util.zip.ZipException',
    });
  });

  it('passes on the error of its source, and closes it', async () => {
    const failure = new JavaError('java.io.IOException', 'the connection is gone');
    async function* failing(): AsyncGenerator<Buffer> {
      yield gzipSync(TEXT).subarray(0, 100);
      await Promise.reject(failure);
    }
    await expect(collect(await gunzip(failing()))).rejects.toBe(failure);
    await expect(collect(gzip(failing()))).rejects.toBe(failure);
  });

  it('lets go of its source when nobody reads on', async () => {
    let closed = false;
    let taken = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      try {
        for (;;) {
          taken++;
          yield await Promise.resolve(Buffer.alloc(100_000, taken));
        }
      } finally {
        closed = true;
      }
    }
    const compressed = gzip(endless());
    await compressed.next();
    await compressed.return();
    expect(closed).toBe(true);
  });

  it('takes no more of its source than is wanted', async () => {
    let taken = 0;
    // eslint-disable-next-line @typescript-eslint/require-await
    async function* source(): AsyncGenerator<Buffer> {
      for (; taken < 1000; taken++) yield randomBytes(100_000);
    }
    const compressed = gzip(source());
    await compressed.next();
    // Time enough for what is not held back: as much, all of it wanted.
    await collect(gzip(pieces(randomBytes(5_000_000), 100_000)));
    expect(taken).toBeLessThan(20);
    await compressed.return();
  });
});
