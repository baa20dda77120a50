import type { Charset } from './charset.js';

/**
 * java.io.BufferedReader.readLine over java.io.InputStreamReader: lines end with \n, \r or \r\n, and what follows the last end
 * is a line unless it is empty. Gives the lines as they come, those of a piece of the source together.
 */
export async function* readLines(source: AsyncIterable<Buffer>, charset: Charset): AsyncGenerator<string[], void> {
  const decoder = charset.decoder();
  // The line that has not ended, in the pieces in which it came: no character is looked at twice.
  let begun: string[] = [];
  // A \r at the end of a piece may be half of an end of line.
  let held = '';
  for await (const bytes of source) {
    const text = held + decoder.write(bytes);
    held = text.endsWith('\r') ? '\r' : '';
    const [first = '', ...further] = text.slice(0, text.length - held.length).split(LINE_END);
    begun.push(first);
    const last = further.pop();
    if (last === undefined) continue;
    yield [begun.join(''), ...further];
    begun = [last];
  }
  const rest = begun.join('') + held + decoder.end();
  if (rest !== '') yield rest.replace(/\r$/, '').split(LINE_END);
}

const LINE_END = /\r\n|\n|\r/;
