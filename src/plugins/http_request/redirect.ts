/** Which responses lead elsewhere, and what is then asked for. */
import type { Incoming } from './connections.js';
import type { Generation } from './generation.js';
import { clientProtocol } from './request.js';
import type { Request } from './request.js';

/** GET and HEAD follow all redirects, the others See Other alone. */
export function isRedirect({ method }: Request, { status, headers }: Incoming, { version }: Generation): boolean {
  const follows = method === 'GET' || method === 'HEAD' ? [301, 302, 303, 307, 308] : [303];
  if (!follows.includes(status)) return false;
  return locationOf(headers) !== undefined || (version === 4 && status !== 302);
}

/**
 * The request to make next; null when version 5 stays where it is rather than to tell another host a secret.
 * @throws JavaError ClientProtocolException for no location or an invalid one
 */
export function redirected(request: Request, { status, headers }: Incoming, generation: Generation): Request | null {
  const location = locationOf(headers);
  if (location === undefined) {
    const what = `Received redirect response HTTP/1.1 ${status} but no location header`;
    throw clientProtocol(what, generation);
  }
  if (!URL.canParse(location, request.url.href)) throw clientProtocol(`Invalid redirect URI: ${location}`, generation);
  const url = new URL(location, request.url);
  const sameMethod = status !== 303 || request.method === 'HEAD' || request.method === 'GET';
  const forgets = !sameMethod && generation.version === 5;
  const isElsewhere = url.origin !== request.url.origin;
  const isSecret = (name: string) => /^(authorization|cookie)$/i.test(name);
  const next: Request = {
    method: sameMethod ? request.method : 'GET',
    url,
    given: url.href,
    headers: forgets ? [] : request.headers,
    entity: sameMethod ? request.entity : null,
  };
  const tells = generation.version === 5 && isElsewhere && next.headers.some(([name]) => isSecret(name));
  return tells ? null : next;
}

function locationOf(headers: Incoming['headers']): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
}
