/** What is sent: the request of an execution and those of a form login, as the plugin's HttpClientUtil builds them. */
import { JavaError } from '../../java/java-error.js';
import { formEntity, stringEntity, urlEncoded } from './entity.js';
import type { Entity, NameValue } from './entity.js';
import { parseContentType } from './content-type.js';
import type { ContentType } from './content-type.js';
import type { Generation } from './generation.js';
import { parseUrl } from './url.js';

export interface Request {
  readonly method: string;
  readonly url: URL;
  /** The URL as it was given. */
  readonly given: string;
  /** In order; names may repeat. */
  readonly headers: readonly NameValue[];
  readonly entity: Entity | null;
}

/** jenkins.plugins.http_request.util.RequestAction */
export interface RequestAction {
  readonly url: string;
  readonly mode: string;
  readonly body: string | null;
  readonly parameters: readonly NameValue[];
  readonly headers: readonly NameValue[];
}

/** HttpClientUtil.createRequestBase: parameters go into the URL, or into the body of a request that has one. */
export async function requestOf(action: RequestAction, generation: Generation): Promise<Request> {
  const { mode, headers, parameters, body } = action;
  const hasBody = body !== null && body !== '';
  const bodiless = mode === 'HEAD' || mode === 'OPTIONS' || (mode === 'GET' && !hasBody);
  const inUrl = parameters.length > 0 && (bodiless || mode === 'GET');
  const separator = action.url.includes('?') ? '&' : '?';
  const given = inUrl ? `${action.url}${separator}${urlEncoded(parameters)}` : action.url;
  const method = METHODS.has(mode) ? mode : 'POST';
  const url = parseUrl(given);
  if (bodiless || mode === 'MKCOL') return { method, url, given, headers, entity: null };
  const entity = hasBody
    ? stringEntity(body, await declaredType(headers), generation)
    : formEntity(parameters, generation);
  return { method, url, given, headers, entity };
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'MKCOL']);

/** What the first Content-Type header says; null when there is none. */
export async function declaredType(headers: readonly NameValue[]): Promise<ContentType | null> {
  const header = headers.find(([name]) => name.toLowerCase() === 'content-type');
  return header ? parseContentType(header[1]) : null;
}

/** HeaderGroup.setHeader: in place of the first of its name. */
export function withHeader(headers: readonly NameValue[], name: string, value: string): NameValue[] {
  const index = headers.findIndex(([known]) => known.toLowerCase() === name.toLowerCase());
  if (index < 0) return [...headers, [name, value]];
  return headers.map((header, at) => (at === index ? [name, value] : header));
}

/**
 * All headers of a request on the wire.
 * @throws JavaError for headers that only the client itself may set
 */
export function wireHeaders({ headers, entity, url }: Request, generation: Generation): NameValue[] {
  const has = (name: string) => headers.some(([known]) => known.toLowerCase() === name);
  for (const name of ['Transfer-encoding', 'Content-Length']) {
    if (has(name.toLowerCase())) throw clientProtocol(`${name} header already present`, generation);
  }
  const own: NameValue[] = headers.map(([name, value]) => [name, headerText(value)]);
  if (!has('accept-encoding')) own.push(['Accept-Encoding', generation.acceptEncoding]);
  if (!has('host')) own.push(['Host', url.host]);
  if (!has('user-agent')) own.push(['User-Agent', generation.userAgent]);
  if (entity) own.push(['Content-Length', String(entity.length)]);
  if (entity?.contentType != null && !has('content-type')) own.push(['Content-Type', entity.contentType]);
  return own;
}

/** A violation of HTTP, as the library reports it: version 4 keeps the reason in the cause alone. */
export function clientProtocol(message: string, { version }: Generation): JavaError {
  return version === 4
    ? new JavaError('org.apache.http.client.ClientProtocolException', null, {
        cause: new JavaError('org.apache.http.ProtocolException', message),
      })
    : new JavaError('org.apache.hc.client5.http.ClientProtocolException', message);
}

/** Headers are ISO-8859-1 on the wire, one line each. */
function headerText(value: string): string {
  return value.replace(/[\u0100-\uffff]/g, '?').replace(/[\0-\x08\x0a-\x1f\x7f]/g, ' ');
}
