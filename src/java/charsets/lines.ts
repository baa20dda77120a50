import type { Charset } from './charset.js';

/**
 * java.io.BufferedReader.readLine over java.io.InputStreamReader: lines end with \n, \r or \r\n, and what follows the last end
 * is a line unless it is empty. Gives the lines as they come, those of a piece of the source together.
 */
export async function* readLines(source: AsyncIterable<Buffer>, charset: Charset): AsyncGenerator<string[], void> {
  const decoder = charset.decoder();
  let rest = '';
  for await (const bytes of source) {
    rest += decoder.write(bytes);
    // A \r at the end may be half of an end of line.
    const held = rest.endsWith('\r') ? '\r' : '';
    const lines = rest.slice(0, rest.length - held.length).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '') + held;
    if (lines.length > 0) yield lines;
  }
  rest += decoder.end();
  const last = rest.replace(/\r$/, '');
  if (rest !== '') yield last.split(/\r\n|\n|\r/);
}
