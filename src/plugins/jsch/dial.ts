/** The way to an SSH server: directly, or through a proxy of the kinds that JSch has. */
import { request } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { JSchFailure, messageOf, unreachable } from './failures.js';

/** com.jcraft.jsch.ProxyHTTP, ProxySOCKS4, ProxySOCKS5 */
export interface SshProxy {
  readonly type: 'http' | 'socks4' | 'socks5';
  readonly host: string;
  readonly port: number;
  /** Used with a password alone. */
  readonly user?: string;
  readonly password?: string;
}

export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly proxy?: SshProxy;
  /** In milliseconds; 0 waits for as long as the system does. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/**
 * Opens a connection.
 * @throws JSchFailure when there is none; what the signal was aborted with
 */
export async function dial(destination: Destination): Promise<Socket> {
  const { host, port, proxy } = destination;
  if (!proxy) return openSocket(host, port, destination);
  const socket = await openSocket(proxy.host, proxy.port, destination).catch((error: unknown) => {
    destination.signal.throwIfAborted();
    throw new JSchFailure(`${PROXY_CLASSES[proxy.type]}: ${messageOf(error)}`, { cause: error });
  });
  const stop = () => void socket.destroy();
  destination.signal.addEventListener('abort', stop, { once: true });
  try {
    return await (proxy.type === 'http'
      ? throughHttp(socket, proxy, destination)
      : throughSocks(socket, proxy, destination));
  } catch (error) {
    socket.destroy();
    destination.signal.throwIfAborted();
    throw new JSchFailure(`${PROXY_CLASSES[proxy.type]}: ${messageOf(error)}`, { cause: error });
  } finally {
    destination.signal.removeEventListener('abort', stop);
  }
}

const PROXY_CLASSES = { http: 'ProxyHTTP', socks4: 'ProxySOCKS4', socks5: 'ProxySOCKS5' } as const;

function openSocket(host: string, port: number, { timeout, signal }: Destination): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
      clearTimeout(timer);
      socket.off('error', fail);
      // What is opened outlives the request by as long as it takes to clean up.
      signal.removeEventListener('abort', aborted);
    };
    const fail = (error: Error): void => {
      if (isSettled) return;
      settle();
      socket.on('error', () => undefined);
      socket.destroy();
      reject(signal.aborted || error instanceof JSchFailure ? error : unreachable(error, host));
    };
    const aborted = (): void => fail(signal.reason as Error);
    // After a pause of ours the connection may be there, and nobody have been told yet.
    const late = (): void => void setImmediate(() => fail(new JSchFailure(NOT_ESTABLISHED)));
    const timer = timeout > 0 ? setTimeout(late, timeout) : undefined;
    signal.addEventListener('abort', aborted, { once: true });
    socket.once('error', fail);
    socket.once('connect', () => {
      settle();
      resolve(socket);
    });
  });
}

const NOT_ESTABLISHED = 'timeout: socket is not established';

/** CONNECT host:port, with basic authentication. */
function throughHttp(socket: Socket, proxy: SshProxy, { host, port, timeout }: Destination): Promise<Socket> {
  const name = host.includes(':') ? `[${host}]` : host;
  return new Promise((resolve, reject) => {
    const asked = request({
      method: 'CONNECT',
      path: `${name}:${port}`,
      createConnection: () => socket,
      headers: { host: `${name}:${port}`, ...authorization(proxy) },
      ...(timeout > 0 && { timeout }),
    });
    asked.once('timeout', () => asked.destroy(new Error('java.net.SocketTimeoutException: Read timed out')));
    asked.once('error', reject);
    asked.once('response', (response) => reject(new Error(`proxy error: ${response.statusMessage ?? ''}`)));
    asked.once('connect', (response, tunnel, head) => {
      if (response.statusCode !== 200) {
        reject(new Error(`java.io.IOException: proxy error: ${response.statusMessage ?? ''}`));
        return;
      }
      socket.setTimeout(0);
      if (head.length > 0) tunnel.unshift(head);
      resolve(socket);
    });
    asked.end();
  });
}

function authorization({ user, password }: SshProxy): Record<string, string> {
  if (user === undefined || password === undefined) return {};
  return { 'proxy-authorization': `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

async function throughSocks(socket: Socket, proxy: SshProxy, destination: Destination): Promise<Socket> {
  const { SocksClient } = await import('socks');
  const { host, port, timeout } = destination;
  const { user, password } = proxy;
  await SocksClient.createConnection({
    proxy: {
      host: proxy.host,
      port: proxy.port,
      type: proxy.type === 'socks4' ? 4 : 5,
      ...(user !== undefined && password !== undefined && { userId: user, password }),
    },
    command: 'connect',
    destination: { host, port },
    existing_socket: socket,
    ...(timeout > 0 && { timeout }),
  });
  return socket;
}
