import { describe, expect, it } from 'vitest';
import { charsetForName } from '../../../src/java/charsets/charset.js';
import { lineCharset } from '../../../src/jenkins/listener/charset-lines.js';
import { ASCII_ENDS, eachLine } from '../../../src/jenkins/listener/line-ends.js';
import { LineTransform } from '../../../src/jenkins/listener/log-transform.js';

/** What reaches eol() of a LineTransformationOutputStream of Jenkins 2.459 and later; the last at close(). */
const CASES: readonly (readonly [text: string, lines: readonly string[]])[] = [
  ['', []],
  ['\n', ['\n']],
  ['\r', ['\r']],
  ['\r\n', ['\r\n']],
  ['a', ['a']],
  ['a\nb', ['a\n', 'b']],
  ['a\r\nb\r\n', ['a\r\n', 'b\r\n']],
  ['1%\r2%\r3%\n', ['1%\r', '2%\r', '3%\n']],
  ['a\r\rb', ['a\r', '\r', 'b']],
  ['a\r\r\nb', ['a\r', '\r\n', 'b']],
  ['a\n\rb\n\r', ['a\n', '\r', 'b\n', '\r']],
  ['\ra\n\n', ['\r', 'a\n', '\n']],
];

describe.each(['UTF-8', 'UTF-16BE', 'UTF-16LE', 'Shift_JIS'])('in %s', (name) => {
  it.each(CASES)('%j has these lines, however its bytes are split', async (text, lines) => {
    const charset = await charsetForName(name);
    const { ends } = await lineCharset(name);
    const bytes = charset.encode(text);
    expect([...eachLine(bytes, ends)].map((line) => charset.decode(line))).toEqual(lines);
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        const got: string[] = [];
        const transform = new LineTransform(
          (whole) => {
            got.push(...[...eachLine(whole, ends)].map((line) => charset.decode(line)));
            return whole;
          },
          { ends: () => ends },
        );
        const out = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)].map((piece) =>
          transform.push(piece),
        );
        expect(Buffer.concat([...out, transform.end()])).toEqual(bytes);
        expect(got).toEqual(lines);
      }
    }
  });
});

it('lets a line out as soon as it is known to be whole', () => {
  const transform = new LineTransform((lines) => lines);
  const pushed = ['1%', '\r', '2', '%\r', '\n', 'a\rb', '\n'].map((text) =>
    transform.push(Buffer.from(text)).toString(),
  );
  expect(pushed).toEqual(['', '', '1%\r', '', '2%\r\n', 'a\r', 'b\n']);
});

it('looks at no byte once for each line', () => {
  const bytes = Buffer.alloc(4 * 1024 * 1024, 'x\n');
  let count = 0;
  for (const line of eachLine(bytes, ASCII_ENDS)) count += line.length;
  expect(count).toBe(bytes.length);
});
