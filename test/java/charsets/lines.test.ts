import { expect, it } from 'vitest';
import { utf8 } from '../../../src/java/charsets/charset.js';
import { readLines } from '../../../src/java/charsets/lines.js';

// eslint-disable-next-line @typescript-eslint/require-await
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function linesOf(bytes: Buffer, size: number): Promise<string[]> {
  const all: string[] = [];
  for await (const lines of readLines(inPieces(bytes, size), utf8)) all.push(...lines);
  return all;
}

// What java.io.BufferedReader.readLine gives.
it.each([
  ['', []],
  ['\n', ['']],
  ['\r', ['']],
  ['a', ['a']],
  ['a\nb', ['a', 'b']],
  ['a\r\nb\r\n', ['a', 'b']],
  ['a\rb\r', ['a', 'b']],
  ['a\n\rb', ['a', '', 'b']],
  ['a\r\r\n\nb\n', ['a', '', '', 'b']],
  ['é\r€', ['é', '€']],
])('%j are lines, whole and in pieces', async (text, lines) => {
  const bytes = Buffer.from(text);
  for (const size of [1, 2, 3, 100]) expect(await linesOf(bytes, size)).toEqual(lines);
});

it('half of a character at the end is a line of its own', async () => {
  expect(await linesOf(Buffer.from('610de282', 'hex'), 1)).toEqual(['a', '\ufffd']);
});

it('a line of 32 MiB in small pieces is looked at once, not once a piece', async () => {
  const line = Buffer.alloc(32 * 1024 * 1024, 'x');
  const [first, second, ...none] = await linesOf(Buffer.concat([line, Buffer.from('\nend')]), 8192);
  expect([first?.length, second, none]).toEqual([line.length, 'end', []]);
});
