/** Content types as org.apache.http.entity.ContentType reads and writes them. */
import { charsetForName } from '../../java/charsets/charset.js';
import type { Charset } from '../../java/charsets/charset.js';
import { JavaError } from '../../java/java-error.js';

export interface ContentType {
  readonly mimeType: string;
  readonly charset: Charset | null;
  /** `text/plain; charset=utf-8` */
  readonly text: string;
}

/**
 * Parses the value of a Content-Type header; null when it names no type.
 * @throws JavaError java.nio.charset.UnsupportedCharsetException, IllegalCharsetNameException
 */
export async function parseContentType(value: string): Promise<ContentType | null> {
  const [mimeType = '', ...parameters] = splitUnquoted(value);
  if (mimeType === '') return null;
  const pairs = parameters.filter((parameter) => parameter !== '').map(nameAndValue);
  const charset = pairs.find(([name]) => name.toLowerCase() === 'charset')?.[1] ?? '';
  const text = [mimeType, ...pairs.map(([name, given]) => `${name}=${quotedIfNeeded(given)}`)].join('; ');
  return { mimeType, charset: charset === '' ? null : await charsetForName(charset), text };
}

/** ContentType.create. @throws JavaError java.lang.IllegalArgumentException for anything but the bare type */
export function createContentType(mimeType: string): ContentType {
  if (/[",;]/.test(mimeType)) {
    throw new JavaError('java.lang.IllegalArgumentException', 'MIME type may not contain reserved characters');
  }
  const text = mimeType.trim().toLowerCase();
  return { mimeType: text, charset: null, text };
}

/** At semicolons, up to the first comma: what follows one is another element of a header's list. */
function splitUnquoted(value: string): string[] {
  const element = /^(?:"(?:[^"\\]|\\[^])*"?|[^",])*/.exec(value)?.[0] ?? '';
  return (element.match(/(?:"(?:[^"\\]|\\[^])*"?|[^";])+|(?<=^|;)(?=;|$)/g) ?? []).map((part) => part.trim());
}

function nameAndValue(parameter: string): readonly [string, string] {
  const equals = parameter.indexOf('=');
  if (equals < 0) return [parameter, ''];
  const value = parameter.slice(equals + 1).trim();
  const unquoted = value.startsWith('"') ? value.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1') : value;
  return [parameter.slice(0, equals).trim(), unquoted];
}

function quotedIfNeeded(value: string): string {
  return /[ ;,:@()<>\\"/[\]?={}\t]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}
