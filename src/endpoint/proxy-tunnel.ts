import type { Socket } from 'node:net';
import { TransportError } from '../transport/errors.js';
import { type PhaseOptions, readExactly, runPhase } from '../transport/handshake.js';
import type { ProxyServer } from './proxy.js';

const MAX_HEADER_BYTES = 16 * 1024;

/**
 * Asks an HTTP proxy for a way to host:port (CONNECT) and reads its answer up to the blank line, not a byte further.
 * @throws TransportError PROXY_REFUSED, TIMEOUT; the socket is closed then
 */
export async function requestTunnel(
  socket: Socket,
  proxy: ProxyServer,
  host: string,
  port: number,
  options: PhaseOptions & { readonly userAgent?: string | undefined },
): Promise<void> {
  const target = `${host}:${port}`;
  const failed = `Failed to connect to ${target} through proxy ${proxy.url.host}: `;
  await runPhase(socket, `the proxy's answer`, `${failed}no answer`, options, async () => {
    const authorization = proxy.authorization === undefined ? '' : `Proxy-Authorization: ${proxy.authorization}\r\n`;
    const userAgent = options.userAgent === undefined ? '' : `User-Agent: ${options.userAgent}\r\n`;
    const place = `${bracketed(host)}:${port}`;
    socket.write(`CONNECT ${place} HTTP/1.1\r\nHost: ${place}\r\n${userAgent}${authorization}\r\n`);
    const line = await readHead(socket);
    const status = line.split(' ')[1];
    if (status !== '200') {
      const hint = status === '407' ? ' (it wants a login: -proxyCredentials USER:PASSWORD)' : '';
      throw new TransportError('PROXY_REFUSED', 'retryable', `${failed}Got a bad response from proxy: ${line}${hint}`);
    }
  });
}

/** @returns the first line of the answer */
async function readHead(socket: Socket): Promise<string> {
  let head = '';
  // A byte at a time: what follows the blank line belongs to the tunnel.
  while (!/\r?\n\r?\n$/.test(head)) {
    if (head.length > MAX_HEADER_BYTES) break;
    head += (await readExactly(socket, 1)).toString('latin1');
  }
  return /^[^\r\n]*/.exec(head)?.[0] ?? '';
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
