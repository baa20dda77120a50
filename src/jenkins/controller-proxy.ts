/** The controller's HTTP proxy, which it sends along: hudson.ProxyConfiguration {int port, String name, noProxyHost, userName, Secret secretPassword}. */
import { JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import { int, nullableStr, readShape } from '../callables/shape.js';
import { secret } from './secret.js';

export interface HttpProxy {
  readonly name: string;
  readonly port: number;
  readonly userName: string | null;
  readonly password: string | null;
  readonly noProxyHosts: readonly RegExp[];
}

/** Null for null, and for a configuration without a host. */
export function httpProxy(value: JavaValue | undefined): HttpProxy | null {
  if (!(value instanceof JavaObject)) return null;
  const { name, port, noProxyHost, userName } = readShape(value, {
    name: nullableStr,
    port: int,
    noProxyHost: nullableStr,
    userName: nullableStr,
  });
  if (name === null) return null;
  const password = secret(value.get('secretPassword'));
  return { name, port, userName, password, noProxyHosts: noProxyHosts(noProxyHost) };
}

/** ProxyConfiguration.getNoProxyHostPatterns: hosts that are reached without a proxy, `*` for anything. */
export function noProxyHosts(text: string | null): readonly RegExp[] {
  const hosts = (text ?? '').split(/[ \t\n,|]+/).filter((host) => host !== '');
  return hosts.map(hostPattern);
}

/** `http://user:password@host:port`, for http_proxy and https_proxy. */
export function proxyUrl({ name, port, userName, password }: HttpProxy): string {
  if (userName === null || userName === '') return `http://${name}:${port}`;
  const user = (password ?? '') === '' ? userName : `${userName}:${password ?? ''}`;
  return `http://${quoted(user)}@${name}:${port}`;
}

/** Whether a host is reached without the proxy. */
export function isExempt({ noProxyHosts }: HttpProxy, host: string | null): boolean {
  return host !== null && noProxyHosts.some((pattern) => pattern.test(host));
}

function hostPattern(host: string): RegExp {
  const pattern = host
    .split('*')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`);
}

/** As java.net.URI quotes user information. */
function quoted(text: string): string {
  return encodeURIComponent(text).replace(/%(3B|3A|26|3D|2B|24|2C)/g, (escaped) => decodeURIComponent(escaped));
}
