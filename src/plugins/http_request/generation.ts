/**
 * The plugin stands on Apache HttpClient 4 or, since 2025, on 5. What it sends, logs and refuses is what that library does; an
 * execution tells them apart by the type of its field httpProxy.
 */
import { iso88591, usAscii, utf8 } from '../../java/charsets/charset.js';
import type { Charset } from '../../java/charsets/charset.js';
import type { JavaObject } from '../../serial/model.js';

export interface Generation {
  readonly version: 4 | 5;
  readonly userAgent: string;
  readonly acceptEncoding: string;
  /** Of a body whose type names none. */
  readonly bodyCharset: Charset;
  /** Type of an empty form: what a POST without a body sends. */
  readonly formType: string;
  /** Type of a text in a form of several parts. */
  readonly textType: string;
  /** Of the names in such a form. */
  readonly partCharset: Charset;
  /** What the form's own type says before its boundary. */
  readonly multipartType: string;
  /** How often a request without a body is sent again when the connection breaks. */
  readonly retries: number;
  /** Of a response whose type names none, by its type. */
  readonly defaultCharsets: ReadonlyMap<string, string>;
}

const LATIN_BY_DEFAULT = [
  'application/atom+xml',
  'application/svg+xml',
  'application/x-www-form-urlencoded',
  'application/xhtml+xml',
  'application/xml',
  'multipart/form-data',
  'text/html',
  'text/plain',
  'text/xml',
];

const FOUR: Generation = {
  version: 4,
  userAgent: 'Apache-HttpClient/4.5.14',
  acceptEncoding: 'gzip,deflate',
  bodyCharset: iso88591,
  formType: 'application/x-www-form-urlencoded',
  textType: 'text/plain; charset=ISO-8859-1',
  partCharset: usAscii,
  multipartType: 'multipart/form-data',
  retries: 3,
  defaultCharsets: new Map([
    ['application/json', 'UTF-8'],
    ...LATIN_BY_DEFAULT.map((type) => [type, 'ISO-8859-1'] as const),
  ]),
};

const FIVE: Generation = {
  version: 5,
  userAgent: 'Apache-HttpClient/5.5',
  acceptEncoding: 'gzip, x-gzip, deflate',
  bodyCharset: utf8,
  formType: 'application/x-www-form-urlencoded; charset=ISO-8859-1',
  textType: 'text/plain; charset=UTF-8',
  partCharset: iso88591,
  multipartType: 'multipart/form-data; charset=ISO-8859-1',
  retries: 0,
  defaultCharsets: new Map(),
};

/** Of a jenkins.plugins.http_request.HttpRequestExecution. */
export function generationOf({ desc }: JavaObject): Generation {
  const proxy = desc.fields.find(({ name }) => name === 'httpProxy');
  return proxy?.type === 'Lorg/apache/http/HttpHost;' ? FOUR : FIVE;
}
