/** Lines of bytes in any charset: how they end, and their text. */
import { charsetForName } from '../../java/charsets/charset.js';
import type { Charset } from '../../java/charsets/charset.js';
import type { LineEnds } from './line-ends.js';

export interface LineCharset {
  readonly charset: Charset;
  readonly ends: LineEnds;
}

/**
 * A charset that lines are to be decoded in, one by one.
 * @throws JavaError java.nio.charset.UnsupportedCharsetException
 */
export async function lineCharset(name: string): Promise<LineCharset> {
  const charset = await charsetForName(name);
  // Where a text begins with a byte order mark, the lines after the first do not.
  const charsetOfLines = MARKED.has(charset.name) ? await charsetForName(MARKED.get(charset.name) ?? name) : charset;
  const ends = { lineFeed: charsetOfLines.encode('\n'), carriageReturn: charsetOfLines.encode('\r') };
  return { charset: charsetOfLines, ends };
}

const MARKED: ReadonlyMap<string, string> = new Map([
  ['UTF-16', 'UTF-16BE'],
  ['x-UTF-16LE-BOM', 'UTF-16LE'],
  ['UTF-32', 'UTF-32BE'],
]);
