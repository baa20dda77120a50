import { expect, test } from 'vitest';
import { readPreamble } from '../../src/controller/preamble.js';

/** The fewest bytes at which the preamble is known, and what it then is. */
function byteByByte(input: Buffer) {
  for (let length = 0; length <= input.length; length++) {
    const preamble = readPreamble(input.subarray(0, length));
    if (preamble) return { length, preamble };
  }
  return undefined;
}

const utf = (text: string) => Buffer.concat([Buffer.from([text.length >> 8, text.length & 255]), Buffer.from(text)]);

test('a protocol line is known with its last byte and leaves what follows alone', () => {
  const line = utf('Protocol:JNLP4-connect');
  const preamble = { kind: 'protocol', name: 'JNLP4-connect', size: 24 };
  expect(readPreamble(Buffer.concat([line, Buffer.from('more')]))).toEqual(preamble);
  expect(byteByByte(line)).toEqual({ length: 24, preamble });
});

test('a browser is recognized by its first word', () => {
  expect(byteByByte(Buffer.from('GET / HTTP/1.1\r\n'))).toEqual({ length: 4, preamble: { kind: 'http' } });
});

test('other text is unknown, whatever its length says', () => {
  expect(byteByByte(utf('hello'))).toEqual({ length: 7, preamble: { kind: 'unknown', line: 'hello' } });
  expect(readPreamble(Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'))).toBeUndefined();
  expect(readPreamble(Buffer.alloc(4))).toEqual({ kind: 'unknown', line: '' });
});
