/** Cookies for the time of one execution: they carry a form login over to the request (RFC 6265). */
import { isIP } from 'node:net';
import type { NameValue } from './entity.js';

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  /** Whether hosts below the domain get it too. */
  readonly subdomains: boolean;
  readonly path: string;
  readonly secure: boolean;
}

export class CookieJar {
  #cookies: Cookie[] = [];

  /** Keeps what a response sets; one for a domain that its host is not part of is left out. */
  keep(url: URL, headers: readonly NameValue[]): void {
    for (const [name, value] of headers) {
      if (name.toLowerCase() !== 'set-cookie') continue;
      const { cookie, expired } = parseCookie(value, url) ?? {};
      if (!cookie) continue;
      const same = (one: Cookie) =>
        one.name === cookie.name && one.domain === cookie.domain && one.path === cookie.path;
      this.#cookies = this.#cookies.filter((one) => !same(one));
      if (expired !== true) this.#cookies.push(cookie);
    }
  }

  /** Value of the Cookie header for a URL; null when there is nothing to send. */
  for(url: URL): string | null {
    const sent = this.#cookies.filter(
      (cookie) =>
        (url.protocol === 'https:' || !cookie.secure) &&
        domainMatches(url.hostname, cookie) &&
        pathMatches(url.pathname, cookie.path),
    );
    if (sent.length === 0) return null;
    return sent
      .sort((a, b) => b.path.length - a.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }
}

function parseCookie(header: string, url: URL): { cookie: Cookie; expired: boolean } | null {
  const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
  const equals = pair.indexOf('=');
  if (equals <= 0) return null;
  const known = new Map(
    attributes.map((attribute) => {
      const [name = '', ...value] = attribute.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  const domain = (known.get('domain') ?? '').replace(/^\./, '').toLowerCase();
  const path = known.get('path') ?? '';
  const cookie: Cookie = {
    name: pair.slice(0, equals).trim(),
    value: pair.slice(equals + 1).trim(),
    domain: domain === '' ? url.hostname : domain,
    subdomains: domain !== '',
    path: path.startsWith('/') ? path : defaultPath(url.pathname),
    secure: known.has('secure'),
  };
  if (!domainMatches(url.hostname, cookie)) return null;
  return { cookie, expired: isExpired(known.get('max-age'), known.get('expires')) };
}

function isExpired(maxAge: string | undefined, expires: string | undefined): boolean {
  if (maxAge !== undefined && /^-?[0-9]+$/.test(maxAge)) return Number(maxAge) <= 0;
  const time = expires === undefined ? NaN : Date.parse(expires);
  return time <= Date.now();
}

function defaultPath(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

function domainMatches(host: string, { domain, subdomains }: Cookie): boolean {
  if (host === domain) return true;
  return subdomains && domain.includes('.') && host.endsWith(`.${domain}`) && isIP(host) === 0;
}

function pathMatches(path: string, wanted: string): boolean {
  return path === wanted || path.startsWith(wanted.endsWith('/') ? wanted : `${wanted}/`);
}
