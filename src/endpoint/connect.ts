/** Connected sockets, through a proxy or TLS where that is needed: HTTP, WebSocket and TCP all start here. */
import type { Socket } from 'node:net';
import { TransportError } from '../transport/errors.js';
import { dial } from './dial.js';
import type { ConnectOptions, Network } from './network.js';
import { chooseProxy, type ProxyServer, type Purpose } from './proxy.js';
import { requestTunnel } from './proxy-tunnel.js';
import { startTls } from './start-tls.js';

/** The proxy that a connection of this purpose goes through. */
export function proxyFor(
  network: Network | undefined,
  purpose: Purpose,
  host: string,
  port: number,
): ProxyServer | undefined {
  return network?.proxies === undefined ? undefined : chooseProxy(network.proxies, purpose, host, port);
}

/**
 * Connects to a host, by a proxy's CONNECT where one leads there, and starts TLS for `https` and `wss`.
 * @throws TransportError CONNECT_FAILED, PROXY_REFUSED, TIMEOUT; the signal's reason when aborted
 */
export async function connectTo(
  purpose: Purpose,
  host: string,
  port: number,
  options: ConnectOptions,
): Promise<Socket> {
  const proxy = proxyFor(options.network, purpose, host, port);
  const open = async (): Promise<Socket> => {
    if (proxy === undefined) return dialed(host, port, options);
    const socket = await connectToProxy(proxy, options);
    await requestTunnel(socket, proxy, host, port, { ...options, userAgent: options.network?.userAgent });
    options.network?.trace?.(`The proxy ${proxy.url.host} leads to ${host}:${port}`);
    return socket;
  };
  return purpose === 'https' || purpose === 'wss' ? startTls(open, host, port, options) : open();
}

/** The connection to the proxy itself. */
export async function connectToProxy({ url }: ProxyServer, options: ConnectOptions): Promise<Socket> {
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const open = (): Promise<Socket> => dialed(url.hostname, port, options);
  try {
    return secure ? await startTls(open, url.hostname, port, options) : await open();
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw new TransportError(error.code, error.policy, `${error.message} (the proxy)`, { cause: error });
  }
}

async function dialed(host: string, port: number, { network, ...options }: ConnectOptions): Promise<Socket> {
  const started = performance.now();
  const socket = await dial(host, port, { ...options, resolve: network?.resolve });
  const { localAddress, localPort, remoteAddress, remotePort } = socket;
  const ms = Math.round(performance.now() - started);
  network?.trace?.(
    `Connected to ${host}:${port} in ${ms} ms: ${localAddress} ${localPort} to ${remoteAddress} ${remotePort}`,
  );
  return socket;
}
