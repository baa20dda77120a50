/**
 * Text in the charsets that Java knows, by Java's names for them. What everyone uses is here; all others come from
 * iconv-lite, which is loaded when the first of them is asked for.
 *
 * As java.io writers and readers do: what a charset cannot express is written as `?`, what is malformed is read as U+FFFD.
 */
import { JavaError } from '../java-error.js';
import { BUILT_IN_CHARSETS, iso88591, usAscii, utf8 } from './built-in.js';
import type { Charset } from './built-in.js';

export type { Charset, Decoder } from './built-in.js';
export { iso88591, usAscii, utf8 };

/** Charset.defaultCharset() of this agent, whatever the locale says (JEP 400). */
export const defaultCharset: Charset = utf8;

/**
 * Charset.forName.
 * @throws JavaError java.nio.charset.IllegalCharsetNameException or UnsupportedCharsetException; the message is the name
 */
export async function charsetForName(name: string): Promise<Charset> {
  if (!/^[A-Za-z0-9][\w\-+.:]*$/.test(name)) {
    throw new JavaError('java.nio.charset.IllegalCharsetNameException', name);
  }
  const charset = await findCharset(name);
  if (charset) return charset;
  throw new JavaError('java.nio.charset.UnsupportedCharsetException', name);
}

/**
 * The charset as `new OutputStreamWriter(out, name)` finds it.
 * @throws JavaError java.io.UnsupportedEncodingException; the message is the name
 */
export async function encodingForName(name: string): Promise<Charset> {
  const charset = await findCharset(name);
  if (charset) return charset;
  throw new JavaError('java.io.UnsupportedEncodingException', name);
}

/** The charset of this name or alias, in any case of letters; null when there is none. */
export async function findCharset(name: string): Promise<Charset | null> {
  const builtIn = BUILT_IN_CHARSETS.get(name.toLowerCase());
  if (builtIn) return builtIn;
  const { iconvCharset } = await import('./iconv.js');
  return iconvCharset(name);
}
