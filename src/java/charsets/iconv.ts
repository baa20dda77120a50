/** The other charsets, from iconv-lite's tables. */
import iconv from 'iconv-lite';
import { replaceLoneSurrogates } from './built-in.js';
import type { Charset } from './built-in.js';

/** The charset of a name that Java might use; null when there is none. */
export function iconvCharset(name: string): Charset | null {
  // Some that iconv-lite knows are no charsets (base64, hex) or are not Java's (utf-7).
  if (/^(base64|hex|binary|internal|utf-?7.*|ucs-?2)$/i.test(name)) return null;
  const known = [name, name.replace(/^x-/i, ''), name.replace(/^8859_/, 'iso8859-')].find((alias) =>
    iconv.encodingExists(alias),
  );
  if (known === undefined) return null;
  // Java keeps a byte order mark that was read, and writes none, except where the charset's name says so.
  const write = { addBOM: false };
  const read = { stripBOM: /^utf-?32$/i.test(name) };
  const pairIsTwo = iconv.encode('\u{1f600}', known, write).equals(Buffer.from('??'));
  return {
    name,
    encode: (text) => iconv.encode(prepared(text, pairIsTwo), known, write),
    decode: (bytes) => iconv.decode(bytes, known, read),
    decoder: () => {
      const decoder = iconv.getDecoder(known, read);
      return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() ?? '' };
    },
  };
}

/** One `?` for a character that is two in UTF-16, where the table would write two. */
function prepared(text: string, pairIsTwo: boolean): string {
  const whole = replaceLoneSurrogates(text, '?');
  return pairIsTwo ? whole.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '?') : whole;
}
