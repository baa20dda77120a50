/** Connected sockets, through a proxy or TLS where that is needed: HTTP, WebSocket and TCP all start here. */
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { messageOf, TransportError } from '../transport/errors.js';
import { runPhase } from '../transport/handshake.js';
import { stripBrackets } from './no-proxy.js';
import { chooseProxy, type ProxyServer, type ProxySettings, type Purpose } from './proxy.js';
import { requestTunnel } from './proxy-tunnel.js';
import { DEFAULT_TRUST, type Trust } from './trust.js';

/** How the outside is reached: the same for all connections of an agent. */
export interface Network {
  readonly proxies?: ProxySettings | undefined;
  readonly trust?: Trust | undefined;
}

export interface ConnectOptions {
  readonly network?: Network | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For each step: TCP, the proxy's answer, TLS. */
  readonly timeoutMs: number;
  /** SO_KEEPALIVE; default true. */
  readonly keepAlive?: boolean | undefined;
}

/** Idle time before the kernel asks whether a peer is still there; its own default of two hours helps no build. */
const KEEP_ALIVE_DELAY_MS = 60_000;

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
  let socket: Socket;
  if (proxy === undefined) {
    socket = await connectTcp(host, port, options);
  } else {
    socket = await connectToProxy(proxy, options);
    await requestTunnel(socket, proxy, host, port, options);
  }
  return purpose === 'https' || purpose === 'wss' ? startTls(socket, host, port, options) : socket;
}

/** The connection to the proxy itself. */
export async function connectToProxy({ url }: ProxyServer, options: ConnectOptions): Promise<Socket> {
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  try {
    const socket = await connectTcp(url.hostname, port, options);
    return secure ? await startTls(socket, url.hostname, port, options) : socket;
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw new TransportError(error.code, error.policy, `${error.message} (the proxy)`, { cause: error });
  }
}

async function connectTcp(host: string, port: number, options: ConnectOptions): Promise<Socket> {
  const socket = connect({
    host: stripBrackets(host),
    port,
    noDelay: true,
    keepAlive: options.keepAlive ?? true,
    keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
  });
  const target = `${host}:${port}`;
  await runPhase(
    socket,
    'connecting',
    `Failed to connect to ${target}: no answer within ${options.timeoutMs} ms`,
    options,
    () => settled(socket, 'connect', (cause) => `Failed to connect to ${target}: ${messageOf(cause)}`),
  );
  return socket;
}

async function startTls(socket: Socket, host: string, port: number, options: ConnectOptions): Promise<Socket> {
  const { ca, verify } = options.network?.trust ?? DEFAULT_TRUST;
  const name = stripBrackets(host);
  const secure = connectTls({
    socket,
    host: name,
    servername: isIP(name) === 0 ? name : '',
    rejectUnauthorized: verify,
    ...(ca === undefined ? {} : { ca: [...ca] }),
    ...(verify ? {} : { checkServerIdentity: () => undefined }),
  });
  // The raw socket stays below: its errors are the TLS socket's.
  socket.on('error', (error) => secure.destroy(error));
  const target = `${host}:${port}`;
  await runPhase(secure, 'TLS', `No TLS answer from ${target} within ${options.timeoutMs} ms`, options, () =>
    settled(secure, 'secureConnect', (cause) => `No TLS connection to ${target}: ${messageOf(cause)}${tlsHint(cause)}`),
  );
  return secure;
}

function settled(socket: Socket, event: string, text: (cause: Error) => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void =>
      reject(new TransportError('CONNECT_FAILED', 'retryable', text(cause), { cause }));
    const onClose = (): void => fail(new Error('the peer closed the connection'));
    const done = (): void => {
      socket.off('error', fail);
      socket.off('close', onClose);
      resolve();
    };
    socket.once(event, done);
    socket.once('error', fail);
    socket.once('close', onClose);
  });
}

/** What OpenSSL's codes for an untrusted chain ask of the user. */
function tlsHint(cause: Error): string {
  const code = 'code' in cause ? String(cause.code) : '';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return ' (use a URL with a name from the certificate, or -noCertificateCheck)';
  if (!/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return '';
  return ' (trust its authority with -cert, or use -noCertificateCheck)';
}
