import { describe, expect, it } from 'vitest';
import { mask, unmask } from '../../../src/transport/websocket/mask.js';

const KEY = Buffer.from([0x11, 0x82, 0xf3, 0x04]);

function bytewise(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, i) => byte ^ (KEY[i % 4] as number)));
}

/** A view that begins `shift` bytes into its memory. */
function shifted(bytes: Buffer, shift: number): Buffer {
  const view = Buffer.alloc(bytes.length + shift + 8).subarray(shift, shift + bytes.length);
  bytes.copy(view);
  return view;
}

describe('masking', () => {
  const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 47, 48, 1001];
  const cases = lengths.flatMap((length) => [0, 1, 2, 3].map((shift) => [length, shift] as const));

  it.each(cases)('%i bytes at alignment %i', (length, shift) => {
    const bytes = Buffer.from(Array.from({ length }, (_, i) => (i * 37) & 0xff));
    const source = shifted(bytes, shift);
    for (const offset of [0, 1, 6, 14]) {
      const output = Buffer.alloc(length + offset + 3, 0xaa);
      mask(source, KEY, output, offset, length);
      expect(output.subarray(offset, offset + length)).toEqual(bytewise(bytes));
      expect(output.subarray(0, offset)).toEqual(Buffer.alloc(offset, 0xaa));
      expect(output.subarray(offset + length)).toEqual(Buffer.alloc(3, 0xaa));
    }
    expect(source).toEqual(bytes);
    mask(source, KEY, source, 0, length);
    expect(source).toEqual(bytewise(bytes));
    unmask(source, KEY);
    expect(source).toEqual(bytes);
  });
});
