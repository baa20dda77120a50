/**
 * Masks what a WebSocket client sends (RFC 6455, 5.3) four bytes at a time: ws does it byte by byte, which took more time
 * than everything else on the way of a large file. The bundle has this in the place of `bufferutil`, the native module that
 * ws would like best.
 */

/** The key's bytes alternate from the first byte on: source[i] ^ key[i % 4] to output[offset + i]. The two may be the same. */
export function mask(source: Buffer, key: Uint8Array, output: Buffer, offset: number, length: number): void {
  if (source !== output || offset !== 0) source.copy(output, offset, 0, length);
  apply(output.subarray(offset, offset + length), key);
}

/** The same in place, which is how masks are taken off. */
export function unmask(bytes: Buffer, key: Uint8Array): void {
  apply(bytes, key);
}

function apply(bytes: Buffer, key: Uint8Array): void {
  const words = (bytes.byteOffset + 3) & ~3;
  const head = Math.min(bytes.length, words - bytes.byteOffset);
  const count = (bytes.length - head) >>> 2;
  applyBytes(bytes, key, 0, head);
  if (count > 0) {
    const wordKey = new Int32Array(Uint8Array.from({ length: 4 }, (_, i) => key[(head + i) & 3] ?? 0).buffer)[0] ?? 0;
    const view = new Int32Array(bytes.buffer, words, count);
    for (let i = 0; i < count; i++) view[i] = (view[i] as number) ^ wordKey;
  }
  applyBytes(bytes, key, head + count * 4, bytes.length);
}

function applyBytes(bytes: Buffer, key: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i++) bytes[i] = (bytes[i] as number) ^ (key[i & 3] as number);
}
