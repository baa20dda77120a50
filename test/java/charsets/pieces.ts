import type { Charset } from '../../../src/java/charsets/charset.js';

/** What a decoder makes of bytes that come in pieces of a size. */
export function decodeInPieces(charset: Charset, bytes: Buffer, size: number): string {
  const decoder = charset.decoder();
  let text = '';
  for (let at = 0; at < bytes.length; at += size) text += decoder.write(bytes.subarray(at, at + size));
  return text + decoder.end();
}
