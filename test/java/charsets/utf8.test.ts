import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { utf8 } from '../../../src/java/charsets/charset.js';
import { decodeInPieces } from './pieces.js';

/**
 * What `new String(bytes, UTF_8)` and an InputStreamReader of Java 17 make of random bytes, most of them malformed. A line: the
 * bytes in hex and the text, in which "`1234" is a UTF-16 unit.
 */
const CASES = brotliDecompressSync(readFileSync(new URL('../../fixtures/java/utf8.txt.br', import.meta.url)))
  .toString('latin1')
  .trimEnd()
  .split('\n')
  .map((line) => line.split(' ') as [hex: string, text: string])
  .map(([hex, text]) => ({
    hex,
    text: text.replace(/`(....)/g, (_, unit: string) => String.fromCharCode(parseInt(unit, 16))),
  }));

it.each([
  ['whole', (bytes: Buffer) => utf8.decode(bytes)],
  ['a byte at a time', (bytes: Buffer) => decodeInPieces(utf8, bytes, 1)],
  ['two bytes at a time', (bytes: Buffer) => decodeInPieces(utf8, bytes, 2)],
  ['three bytes at a time', (bytes: Buffer) => decodeInPieces(utf8, bytes, 3)],
])('malformed UTF-8 is read as Java reads it: %s', (_, decode) => {
  expect(CASES).toHaveLength(20_000);
  const wrong = CASES.map(({ hex, text }) => ({ hex, text, got: decode(Buffer.from(hex, 'hex')) })).filter(
    ({ text, got }) => got !== text,
  );
  expect(wrong).toEqual([]);
});

it('gives the characters of a piece as soon as they are whole', () => {
  const decoder = utf8.decoder();
  const piece = Buffer.from('aé€😀');
  expect([...piece].map((byte) => decoder.write(Buffer.of(byte)))).toEqual([
    'a',
    '',
    'é',
    '',
    '',
    '€',
    '',
    '',
    '',
    '😀',
  ]);
  expect(decoder.end()).toBe('');
});

it('keeps no memory of its caller', () => {
  const decoder = utf8.decoder();
  const piece = Buffer.from([0x61, 0xe2, 0x82]);
  expect(decoder.write(piece)).toBe('a');
  piece.fill(0);
  expect(decoder.write(Buffer.from([0xac]))).toBe('€');
});
