/** Reading, writing and digesting, piece by piece. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { digestOf } from '../../../src/os/files/digest.js';
import { openForReading, openRandomAccess, readFrom } from '../../../src/os/files/read-file.js';
import { openForWriting, writeFile } from '../../../src/os/files/write-file.js';
import { JavaError } from '../../../src/java/java-error.js';
import { scratch } from './scratch.js';

const BIG = Buffer.alloc(300_001, 'abcdefg');

async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it('reads from the beginning or from an offset', async () => {
  const file = join(scratch(), 'f');
  writeFileSync(file, BIG);
  expect((await all(readFrom(file))).equals(BIG)).toBe(true);
  const from = await openRandomAccess(file, { offset: 200_000n });
  expect((await all(from)).equals(BIG.subarray(200_000))).toBe(true);
  expect(await all(await openRandomAccess(file, { offset: 999_999n }))).toHaveLength(0);
});

it('can be stopped', async () => {
  const file = join(scratch(), 'f');
  writeFileSync(file, BIG);
  const abort = new AbortController();
  const reason = new JavaError('java.lang.InterruptedException', null);
  const reading = (async () => {
    for await (const chunk of await openForReading(file, { signal: abort.signal })) {
      expect(chunk.length).toBeGreaterThan(0);
      abort.abort(reason);
    }
  })();
  await expect(reading).rejects.toBe(reason);
});

it('writes over what was there', async () => {
  const file = join(scratch(), 'f');
  writeFileSync(file, BIG);
  const writer = await openForWriting(file);
  expect(readFileSync(file)).toHaveLength(0);
  await writer.write(Buffer.from('one '));
  await writer.write(Buffer.from('two'));
  await writer.close();
  expect(readFileSync(file, 'utf8')).toBe('one two');
  await writeFile(file, Buffer.alloc(0));
  expect(readFileSync(file)).toHaveLength(0);
});

it.skipIf(process.platform !== 'linux')('says when the disk is full', async () => {
  const writer = await openForWriting('/dev/full');
  await expect(writer.write(Buffer.from('x'))).rejects.toMatchObject({
    javaClass: 'java.io.IOException',
    javaMessage: 'No space left on device',
  });
  await writer.close();
});

it('digests', async () => {
  const file = join(scratch(), 'f');
  writeFileSync(file, 'abc');
  expect(await digestOf(file)).toBe('900150983cd24fb0d6963f7d28e17f72');
  expect(await digestOf(file, 'sha1')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
});
