import { expect, test } from 'vitest';
import { StreamCorruptedError } from '../../src/serial/errors.js';
import { decodeModifiedUtf8, encodeModifiedUtf8, modifiedUtf8Length } from '../../src/serial/modified-utf8.js';

const decode = (hex: string) => {
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  return decodeModifiedUtf8(bytes, 0, bytes.length);
};
const encode = (text: string) => {
  const length = modifiedUtf8Length(text);
  const bytes = Buffer.alloc(length + 2, 0xaa);
  expect(encodeModifiedUtf8(text, length, bytes, 1)).toBe(length + 1);
  expect([bytes[0], bytes[length + 1]]).toEqual([0xaa, 0xaa]);
  return bytes.subarray(1, length + 1).toString('hex');
};

test.each([
  ['', ''],
  ['abc\x7f', '6162637f'],
  ['\0', 'c080'],
  ['\x80\u07ff', 'c280dfbf'],
  ['\u0800\uffff', 'e0a080efbfbf'],
  ['😀', 'eda0bdedb880'],
  ['\ud800', 'eda080'],
  ['\udfff\ud800', 'edbfbfeda080'],
])('%j', (text, hex) => {
  expect(encode(text)).toBe(hex);
  expect(decode(hex)).toBe(text);
});

test('every UTF-16 code unit, in one string and in strings of every length around the fast paths', () => {
  const all = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).join('');
  expect(decode(encode(all))).toBe(all);
  for (let length = 0; length < 60; length++) {
    const ascii = 'x'.repeat(length);
    expect(decode(encode(ascii))).toBe(ascii);
    expect(decode(encode(`${ascii}é\0`))).toBe(`${ascii}é\0`);
    expect(decode(encode(`é${ascii}`))).toBe(`é${ascii}`);
  }
});

test('strings longer than a call takes arguments', () => {
  const text = 'é'.repeat(4095) + '€'.repeat(200_000);
  expect(decode(encode(text))).toBe(text);
});

test.each([
  ['a lone continuation byte', '6180', 1],
  ['four byte sequences', 'f09f9880', 0],
  ['a sequence cut at the end', '61e282', 3],
  ['a sequence cut in the middle', 'e24141', 1],
  ['a two byte sequence without its second', 'c2', 1],
])('%s is malformed', (_, hex, offset) => {
  const failure = () => decode(hex);
  expect(failure).toThrow(StreamCorruptedError);
  expect(failure).toThrow(`malformed modified UTF-8 at offset ${offset}`);
});

test('does not look beyond its end', () => {
  const bytes = Buffer.from('61e282ac', 'hex');
  expect(() => decodeModifiedUtf8(bytes, 0, 3)).toThrow(StreamCorruptedError);
  expect(decodeModifiedUtf8(bytes, 1, 4)).toBe('€');
});
