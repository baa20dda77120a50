import { expect, it } from 'vitest';
import { markedText } from '../../../src/java/charsets/marked-text.js';

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const swapped = (text: string): Buffer => utf16(text).swap16();

it.each<[string, Buffer, string]>([
  ['UTF-8', Buffer.from('abc ä世'), 'abc ä世'],
  ['UTF-8 with a mark', Buffer.from('\uFEFFabc'), 'abc'],
  ['UTF-16 as Windows writes it', utf16('\uFEFFabc ä'), 'abc ä'],
  ['UTF-16, big end first', swapped('\uFEFFabc ä'), 'abc ä'],
  ['UTF-16 without a mark', utf16('abc'), 'abc'],
  ['UTF-16 without a mark, big end first', swapped('abc'), 'abc'],
  ['UTF-16 that is cut', Buffer.concat([swapped('\uFEFFab'), Buffer.of(0)]), 'ab'],
  ['nothing', Buffer.alloc(0), ''],
  ['one byte', Buffer.from('a'), 'a'],
  ['a zero that is meant', Buffer.from('ab\0c'), 'ab\0c'],
])('%s', (_what, bytes, text) => {
  expect(markedText(bytes)).toBe(text);
});
