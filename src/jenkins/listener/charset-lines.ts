/** Lines of bytes in any charset: where they end, and their text. */
import { charsetForName } from '../../java/charsets/charset.js';
import type { Charset } from '../../java/charsets/charset.js';

export interface LineCharset {
  readonly charset: Charset;
  /** A line feed in this charset. */
  readonly lineFeed: Buffer;
}

/**
 * A charset that lines are to be decoded in, one by one.
 * @throws JavaError java.nio.charset.UnsupportedCharsetException
 */
export async function lineCharset(name: string): Promise<LineCharset> {
  const charset = await charsetForName(name);
  // Where a text begins with a byte order mark, the lines after the first do not.
  const charsetOfLines = MARKED.has(charset.name) ? await charsetForName(MARKED.get(charset.name) ?? name) : charset;
  return { charset: charsetOfLines, lineFeed: charsetOfLines.encode('\n') };
}

const MARKED: ReadonlyMap<string, string> = new Map([
  ['UTF-16', 'UTF-16BE'],
  ['x-UTF-16LE-BOM', 'UTF-16LE'],
  ['UTF-32', 'UTF-32BE'],
]);

/** Each line with its end; what follows the last line feed is a line, too. */
export function* eachLine(bytes: Buffer, lineFeed: Buffer): Generator<Buffer> {
  let start = 0;
  let from = 0;
  for (;;) {
    const at = bytes.indexOf(lineFeed, from);
    if (at < 0) break;
    from = at + 1;
    if ((at - start) % lineFeed.length !== 0) continue;
    from = at + lineFeed.length;
    yield bytes.subarray(start, from);
    start = from;
  }
  if (start < bytes.length) yield bytes.subarray(start);
}
