/** The URLs of a request, with what java.net.URL and java.net.URI refuse. */
import { JavaError } from '../../java/java-error.js';
import type { Generation } from './generation.js';

/**
 * `new URL(text)` and `URI.create` after it.
 * @throws JavaError java.net.MalformedURLException; java.lang.IllegalArgumentException for characters that a URI must escape
 */
export function parseUrl(text: string): URL {
  const scheme = /^\s*([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) throw new JavaError('java.net.MalformedURLException', `no protocol: ${text}`);
  if (!KNOWN_SCHEMES.has(scheme)) {
    throw new JavaError('java.net.MalformedURLException', `unknown protocol: ${scheme}`);
  }
  const trimmed = text.trim();
  refuseIllegal(trimmed);
  if (!URL.canParse(trimmed)) throw new JavaError('java.lang.IllegalArgumentException', `Illegal URL: ${trimmed}`);
  return new URL(trimmed);
}

/** What the log says that the request goes to: version 4 repeats what it was given, 5 puts it together again. */
export function shownUrl(given: string, { version }: Generation): string {
  if (version === 4) return given;
  const [, scheme = '', authority = '', path = '', query = ''] =
    /^([^:/?#]+):\/\/(?:[^/?#@]*@)?([^/?#]*)([^?#]*)(\?[^#]*)?/.exec(given.trim()) ?? [];
  return scheme === '' ? given : `${scheme}://${authority}${path === '' ? '/' : path}${query}`;
}

const KNOWN_SCHEMES = new Set(['http', 'https', 'ftp', 'file', 'jar', 'mailto']);

/** Component -> what it may not hold; anything beyond ASCII but blanks and controls is fine. */
const ILLEGAL = /[\0- \x7f"<>\\^`{|}\x80-\xa0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function refuseIllegal(text: string): void {
  const query = /^[^?#]*/.exec(text)?.[0].length ?? 0;
  const fragment = /^[^#]*/.exec(text)?.[0].length ?? 0;
  const component = (index: number) => (index < query ? 'path' : index < fragment ? 'query' : 'fragment');
  const illegal = text.search(ILLEGAL);
  const escape = text.search(/%(?![0-9A-Fa-f]{2})/);
  if (illegal >= 0 && (escape < 0 || illegal < escape)) {
    const what = `Illegal character in ${component(illegal)} at index ${illegal}: ${text}`;
    throw new JavaError('java.lang.IllegalArgumentException', what);
  }
  if (escape >= 0) {
    const what = `Malformed escape pair at index ${escape}: ${text}`;
    throw new JavaError('java.lang.IllegalArgumentException', what);
  }
}
