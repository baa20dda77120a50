/** java.net.URL and URI. */
import { declareClass } from '../declare.js';
import { InvalidObjectError } from '../errors.js';
import { JavaObject } from '../model.js';
import type { JavaValue } from '../model.js';
import { describeValue } from '../primitive.js';

/** java.net.URL: default fields, then no more. hashCode is -1 for not computed, port -1 for none. */
const URL_CLASS = declareClass({
  name: 'java.net.URL',
  suid: 0x962537361afce472n,
  fields: {
    hashCode: 'I',
    port: 'I',
    authority: 'Ljava/lang/String;',
    file: 'Ljava/lang/String;',
    host: 'Ljava/lang/String;',
    protocol: 'Ljava/lang/String;',
    ref: 'Ljava/lang/String;',
  },
  custom: () => [],
});

/** java.net.URI: the text; custom: nothing */
const URI = declareClass({
  name: 'java.net.URI',
  suid: 0xac01782e439e49abn,
  fields: { string: 'Ljava/lang/String;' },
  custom: () => [],
});

/** A URL of its text, taken apart as java.net.URLStreamHandler does. Throws InvalidObjectError on a text without protocol. */
export function url(spec: string): JavaObject {
  const protocol = /^([a-z][\w+.-]*):/i.exec(spec)?.[1];
  if (protocol === undefined) throw new InvalidObjectError(`not a URL: ${spec}`);
  const hash = spec.includes('#') ? spec.indexOf('#') : spec.length;
  const ref = hash < spec.length ? spec.slice(hash + 1) : null;
  const rest = spec.slice(protocol.length + 1, hash);
  const authority = /^\/\/([^/?]*)/.exec(rest)?.[1];
  const file = authority === undefined ? rest : rest.slice(authority.length + 2);
  const place = (authority ?? '').slice((authority ?? '').lastIndexOf('@') + 1);
  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(place) ?? [];
  return URL_CLASS.create({
    hashCode: -1,
    port: port === '' ? -1 : Number(port),
    authority: authority ?? null,
    file,
    host,
    protocol: protocol.toLowerCase(),
    ref,
  });
}

/** URL.toExternalForm(). Throws InvalidObjectError. */
export function urlText(value: JavaValue | undefined): string {
  if (!(value instanceof JavaObject) || value.className !== 'java.net.URL') {
    throw new InvalidObjectError(`a java.net.URL was expected, not ${describeValue(value)}`);
  }
  const [protocol, authority, file, ref] = ['protocol', 'authority', 'file', 'ref'].map((name) => value.get(name));
  if (typeof protocol !== 'string') throw new InvalidObjectError('a java.net.URL without protocol');
  const hasAuthority = typeof authority === 'string' && authority !== '';
  return [
    `${protocol}:`,
    hasAuthority ? `//${authority}` : '',
    typeof file === 'string' ? file : '',
    typeof ref === 'string' ? `#${ref}` : '',
  ].join('');
}

/** A URI of its text, which is not checked. */
export const uri = (text: string): JavaObject => URI.create({ string: text });

/** The text of a URI. Throws InvalidObjectError. */
export function uriText(value: JavaValue | undefined): string {
  const text = value instanceof JavaObject && value.className === 'java.net.URI' ? value.get('string') : undefined;
  if (typeof text === 'string') return text;
  throw new InvalidObjectError(`a java.net.URI was expected, not ${describeValue(value)}`);
}
