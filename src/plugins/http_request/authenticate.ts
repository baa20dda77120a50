/** Who an execution logs in as, what it says of that, and how its client is set up. */
import type { JavaObject } from '../../serial/model.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { int, nullableStr, readShape } from '../../callables/shape.js';
import { JavaError } from '../../java/java-error.js';
import { certificateTls } from './certificate.js';
import type { ClientSettings, Response } from './client.js';
import { idOf, loginOf } from './credentials.js';
import type { Execution } from './execution-fields.js';
import type { Generation } from './generation.js';
import { LoginExchange } from './login-exchange.js';
import { requestOf } from './request.js';
import type { Request } from './request.js';

/** @throws JavaError for authenticators that cannot be used */
export async function clientSettings(
  execution: Execution,
  request: Request,
  log: Listener,
  generation: Generation,
): Promise<ClientSettings> {
  const { httpProxy, proxyCredentials, authenticator: how, ignoreSslErrors, timeout, useSystemProperties } = execution;
  if (proxyCredentials) await log.println(`Using proxy authentication: ${idOf(proxyCredentials)}`);
  if (how) await log.println(`Using authentication: ${how.keyName}`);
  const certificate =
    how?.kind === 'certificate' ? await certificateTls(how.authenticator, (line) => log.println(line), generation) : {};
  // The plugin gives the proxy what is for the server when both are asked for; here each gets its own.
  const proxyLogin = proxyCredentials && new LoginExchange(loginOf(proxyCredentials), 'proxy-authenticate', true);
  return {
    timeoutMs: Math.max(timeout, 0) * 1000,
    useSystemProperties,
    tls: { ...certificate, ...(ignoreSslErrors ? { rejectUnauthorized: false } : {}) },
    proxy: httpProxy && { url: proxyUrl(httpProxy), login: proxyLogin },
    login: serverLogin(how?.kind === 'login' ? how.login : null, request.url, generation),
  };
}

/** A form login: requests that are made before, with the same cookies. @throws JavaError when the server refuses one */
export async function authenticated(
  { authenticator: how }: Execution,
  send: (request: Request) => Promise<Response>,
  generation: Generation,
): Promise<void> {
  if (how?.kind !== 'form') return;
  for (const action of how.actions) {
    const { status } = await send(await requestOf(action, generation));
    if (status >= 400 && status <= 599) {
      throw new JavaError('java.lang.IllegalStateException', 'Error doing authentication');
    }
  }
}

/** Version 4 also takes a login from the URL, once the server asks for one. */
function serverLogin(
  login: { readonly username: string; readonly password: string } | null,
  { origin, username, password }: URL,
  { version }: Generation,
): ClientSettings['login'] {
  const header = 'www-authenticate';
  if (login) return { origin, exchange: new LoginExchange(login, header, true) };
  if (version !== 4 || username === '') return null;
  const own = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return { origin, exchange: new LoginExchange(own, header, false) };
}

/**
 *     org.apache.http.HttpHost {int port, InetAddress address, String hostname, lcHostname, schemeName}
 *     org.apache.hc.core5.http.HttpHost {InetAddress address, Host host, String schemeName}    Host {int port, String lcName, name}
 */
function proxyUrl(httpHost: JavaObject): URL {
  const { schemeName } = readShape(httpHost, { schemeName: nullableStr });
  const host = httpHost.get('host');
  const inner = typeof host === 'object' && host !== null && 'get' in host ? host : httpHost;
  const { name, hostname, port } = readShape(inner, { name: nullableStr, hostname: nullableStr, port: int });
  return new URL(`${schemeName ?? 'http'}://${name ?? hostname ?? ''}${port > 0 ? `:${port}` : ''}`);
}
