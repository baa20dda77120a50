import { describe, expect, it } from 'vitest';
import { charsetForName, defaultCharset, encodingForName, findCharset } from '../../../src/java/charsets/charset.js';
import type { Charset } from '../../../src/java/charsets/charset.js';
import { decodeStrictly, encodeStrictly } from '../../../src/java/charsets/strict.js';
import { decodeInPieces } from './pieces.js';

async function charset(name: string): Promise<Charset> {
  const found = await findCharset(name);
  if (!found) throw new Error(`${name} is unknown`);
  return found;
}

// What java.io.OutputStreamWriter of Java 17 writes for this text: a, an umlaut, euro, hiragana, an emoji, half a pair.
const TEXT = 'hä€あ😀\ud800!';

describe('writing', () => {
  it.each([
    ['UTF-8', '68c3a4e282ace38182f09f98803f21'],
    ['utf8', '68c3a4e282ace38182f09f98803f21'],
    ['UTF-16', 'feff006800e420ac3042d83dde00fffd0021'],
    ['UTF-16BE', '006800e420ac3042d83dde00fffd0021'],
    ['UTF-16LE', '6800e400ac2042303dd800defdff2100'],
    ['x-UTF-16LE-BOM', 'fffe6800e400ac2042303dd800defdff2100'],
    ['unicode', 'feff006800e420ac3042d83dde00fffd0021'],
    ['US-ASCII', '683f3f3f3f3f21'],
    ['646', '683f3f3f3f3f21'],
    ['ISO-8859-1', '68e43f3f3f3f21'],
    ['latin1', '68e43f3f3f3f21'],
    ['8859_1', '68e43f3f3f3f21'],
    ['windows-1252', '68e4803f3f3f21'],
    ['Cp1252', '68e4803f3f3f21'],
    ['ISO8859_15', '68e4a43f3f3f21'],
    ['IBM850', '68843f3f3f3f21'],
    ['cp437', '68843f3f3f3f21'],
    ['KOI8-R', '683f3f3f3f3f21'],
    ['Shift_JIS', '683f3f82a03f3f21'],
    ['x-windows-949', '683fa2e6aaa23f3f21'],
    ['GB18030', '6881308a31a2e3a4a29439fc363f21'],
  ])('%s', async (name, hex) => {
    expect((await charset(name)).encode(TEXT).toString('hex')).toBe(hex);
  });

  it('writes no byte order mark for no text', async () => {
    expect((await charset('UTF-16')).encode('')).toHaveLength(0);
  });
});

describe('reading, whole and a byte at a time', () => {
  it.each([
    ['UTF-8', '68c3a4e282acf09f9880', 'hä€😀'],
    ['UTF-8', 'efbbbf41ff42', '\ufeffA\ufffdB'],
    ['US-ASCII', '41e4', 'A\ufffd'],
    ['ISO-8859-1', '41e4', 'Aä'],
    ['UTF-16', 'feff0041', 'A'],
    ['UTF-16', 'fffe4100', 'A'],
    ['UTF-16', '0041d83dde00', 'A😀'],
    ['UTF-16LE', '3dd800de', '😀'],
    ['UTF-16BE', '0041004', 'A\ufffd'],
    ['windows-1252', '80', '€'],
    ['Shift_JIS', '82a0', 'あ'],
  ])('%s %s', async (name, hex, text) => {
    const found = await charset(name);
    const bytes = Buffer.from(hex.length % 2 ? `${hex}0` : hex, 'hex').subarray(0, Math.ceil(hex.length / 2));
    const input = hex.length % 2 ? bytes.subarray(0, 3) : bytes;
    expect(found.decode(input)).toBe(text);
    expect(decodeInPieces(found, input, 1)).toBe(text);
  });
});

it('finds charsets as Java does, or says which it cannot', async () => {
  expect(defaultCharset.name).toBe('UTF-8');
  await expect(charsetForName('bogus-1')).rejects.toMatchObject({
    javaClass: 'java.nio.charset.UnsupportedCharsetException',
    javaMessage: 'bogus-1',
  });
  await expect(charsetForName('bo gus')).rejects.toMatchObject({
    javaClass: 'java.nio.charset.IllegalCharsetNameException',
    javaMessage: 'bo gus',
  });
  await expect(encodingForName('bogus-1')).rejects.toMatchObject({
    javaClass: 'java.io.UnsupportedEncodingException',
    javaMessage: 'bogus-1',
  });
  for (const none of ['base64', 'hex', 'UTF-7', 'binary']) expect(await findCharset(none)).toBe(null);
});

// What java.nio.file.Files.readString of Java 17 says.
it.each([
  ['41ff42', 1],
  ['41e28242', 3],
  ['41e282', 1],
  ['f0808080', 4],
])('refuses malformed bytes %s', (hex, length) => {
  expect(() => decodeStrictly(Buffer.from(hex, 'hex'))).toThrow(
    expect.objectContaining({
      javaClass: 'java.nio.charset.MalformedInputException',
      javaMessage: `Input length = ${length}`,
    }),
  );
});

it('refuses half of a pair', () => {
  expect(() => encodeStrictly('ab\ud800')).toThrow('Input length = 1');
  expect(encodeStrictly('ä😀').toString()).toBe('ä😀');
  expect(decodeStrictly(Buffer.from('ä😀'))).toBe('ä😀');
});
