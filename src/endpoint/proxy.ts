/** Which proxy leads to a host: what the environment says, read once, then pure decisions. */
import type { Logger } from '../remoting/logger.js';
import { shouldProxy } from './no-proxy.js';
import { basicAuthorization, decoded } from './url-login.js';

export interface ProxyServer {
  /** http: or https: (TLS to the proxy itself), without credentials. */
  readonly url: URL;
  /** Value of Proxy-Authorization. */
  readonly authorization: string | undefined;
}

export interface ProxySettings {
  readonly http?: ProxyServer | undefined;
  readonly https?: ProxyServer | undefined;
  readonly all?: ProxyServer | undefined;
  /** The official agent's own variable for WebSocket over http, `proxy_host`. */
  readonly webSocket?: ProxyServer | undefined;
  readonly noProxy?: string | undefined;
}

/** What a connection is for. `tcp` is the agent port, which the official agent looks up as `http://host:port`. */
export type Purpose = 'http' | 'https' | 'ws' | 'wss' | 'tcp';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads http_proxy, https_proxy, all_proxy, no_proxy and proxy_host, lower case before upper case.
 * @param credentials `user:password` for every proxy (-proxyCredentials); stronger than those in a proxy's URL
 * @param logger gets a warning for each value that cannot be used
 */
export function proxySettings(environment: Environment, credentials?: string, logger?: Logger): ProxySettings {
  const read = (name: string): ProxyServer | undefined => {
    const upper = name.toUpperCase();
    const [variable, value] = environment[name] ? [name, environment[name]] : [upper, environment[upper]];
    if (!value) return undefined;
    const server = parseProxy(value, credentials);
    if (server === undefined) {
      logger?.log(
        'WARNING',
        'org.jenkinsci.remoting.engine.JnlpAgentEndpointResolver getResolvedHttpProxyAddress',
        `Not using ${variable} environment variable which is invalid. It must be the URL of an HTTP proxy.`,
      );
    }
    return server;
  };
  return {
    http: read('http_proxy'),
    https: read('https_proxy'),
    all: read('all_proxy'),
    webSocket: read('proxy_host'),
    noProxy: environment['no_proxy'] ?? environment['NO_PROXY'],
  };
}

/** `http://user:password@host:port`; the scheme may be missing. undefined when it is no HTTP proxy. */
export function parseProxy(value: string, credentials?: string): ProxyServer | undefined {
  const text = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return undefined;
  const inUrl = url.username === '' ? undefined : `${decoded(url.username)}:${decoded(url.password)}`;
  const pair = credentials ?? inUrl;
  url.username = '';
  url.password = '';
  return { url, authorization: pair === undefined ? undefined : basicAuthorization(pair) };
}

/** undefined: connect directly. */
export function chooseProxy(
  settings: ProxySettings,
  purpose: Purpose,
  host: string,
  port: number,
): ProxyServer | undefined {
  const server = serverFor(settings, purpose);
  return server !== undefined && shouldProxy(host, port, settings.noProxy) ? server : undefined;
}

function serverFor({ http, https, all, webSocket }: ProxySettings, purpose: Purpose): ProxyServer | undefined {
  switch (purpose) {
    case 'https':
    case 'wss':
      return https ?? all;
    case 'ws':
      return webSocket ?? http ?? all;
    case 'http':
    case 'tcp':
      return http ?? all;
  }
}
