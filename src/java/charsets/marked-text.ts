/** Text whose encoding is told by its beginning, as files have it that were written on Windows. */

/**
 * UTF-8, with or without a mark; UTF-16 with a mark, or without one where every other byte of an ASCII text would be 0.
 * @returns the text without its mark
 */
export function markedText(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff) return bigEndian(bytes.subarray(2));
  if (bytes.length >= 4 && bytes.length % 2 === 0 && first !== 0 && second === 0 && bytes[3] === 0) {
    return bytes.toString('utf16le');
  }
  if (bytes.length >= 4 && bytes.length % 2 === 0 && first === 0 && second !== 0 && bytes[2] === 0) {
    return bigEndian(bytes);
  }
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** Half of a last character is none. */
function bigEndian(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}
