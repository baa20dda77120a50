import { describe, expect, it } from 'vitest';
import { coalesced } from '../../../src/os/archive/coalesced.js';
import { pieces } from './support.js';

const KB = 1024;

async function sizes(source: AsyncIterable<Buffer>): Promise<number[]> {
  const found: number[] = [];
  for await (const piece of coalesced(source)) found.push(piece.length);
  return found;
}

describe('joined pieces', () => {
  it('become large after the first ones', async () => {
    const joined = await sizes(pieces(Buffer.alloc(256 * KB), KB));
    expect(joined.map((size) => size / KB)).toEqual([1, 4, 8, 16, 32, 64, 64, 64, 3]);
  });

  it('are the bytes that came, in their order', async () => {
    const bytes = Buffer.from(Array.from({ length: 100 * KB }, (_, i) => i % 251));
    const joined: Buffer[] = [];
    for await (const piece of coalesced(pieces(bytes, 700))) joined.push(piece);
    expect(Buffer.concat(joined)).toEqual(bytes);
  });

  it('stay as they are when they are large', async () => {
    expect(await sizes(pieces(Buffer.alloc(192 * KB), 64 * KB))).toEqual([64 * KB, 64 * KB, 64 * KB]);
  });

  it('come out before a failure of the source does', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      for (let i = 0; i < 3; i++) yield await Promise.resolve(Buffer.from('x'));
      throw new Error('broken');
    }
    const joined: string[] = [];
    const reading = (async () => {
      for await (const piece of coalesced(failing())) joined.push(piece.toString());
    })();
    await expect(reading).rejects.toThrow('broken');
    expect(joined).toEqual(['x', 'xx']);
  });

  it('are asked for no more when nobody takes them', async () => {
    let taken = 0;
    let closed = false;
    async function* source(): AsyncGenerator<Buffer> {
      try {
        for (;;) {
          taken++;
          yield await Promise.resolve(Buffer.alloc(KB));
        }
      } finally {
        closed = true;
      }
    }
    for await (const piece of coalesced(source())) if (piece.length > KB) break;
    expect(taken).toBe(5);
    expect(closed).toBe(true);
  });

  it('are none when there were none', async () => {
    expect(await sizes(pieces(Buffer.alloc(0), 1))).toEqual([]);
  });
});
