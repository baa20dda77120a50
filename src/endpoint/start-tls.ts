import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { TransportError } from '../transport/errors.js';
import { runPhase } from '../transport/handshake.js';
import type { ConnectOptions } from './network.js';
import { stripBrackets } from './no-proxy.js';
import { isUnknownAuthority, tlsFailure } from './tls-failure.js';
import { DEFAULT_TRUST, type Trust } from './trust.js';

/** Of each trust that has turned out to need the machine's own authorities, the one that has them. */
const widened = new WeakMap<Trust, Trust>();

/**
 * TLS to a web address. The machine's own authorities are read when those at hand do not know the certificate's: reading them takes longer than all else at a start, and most need none of them.
 * @param open makes the connection that TLS runs on, as often as it is called
 * @throws TransportError CONNECT_FAILED, TIMEOUT; what `open` throws; the signal's reason when aborted
 */
export async function startTls(
  open: () => Promise<Socket>,
  host: string,
  port: number,
  options: ConnectOptions,
): Promise<Socket> {
  const trust = options.network?.trust ?? DEFAULT_TRUST;
  try {
    return await secured(await open(), host, port, widened.get(trust) ?? trust, options);
  } catch (error) {
    if (!(error instanceof TransportError) || !isUnknownAuthority(error.cause)) throw error;
    const { withMachineAuthorities } = await import('./machine-trust.js');
    const wider = withMachineAuthorities(trust);
    if (wider === trust) throw error;
    const socket = await secured(await open(), host, port, wider, options);
    widened.set(trust, wider);
    return socket;
  }
}

async function secured(
  socket: Socket,
  host: string,
  port: number,
  { ca, verify }: Trust,
  options: ConnectOptions,
): Promise<Socket> {
  const name = stripBrackets(host);
  const secure = connectTls({
    socket,
    host: name,
    servername: isIP(name) === 0 ? name : '',
    rejectUnauthorized: verify,
    // As Java does: a certificate that is trusted needs no authority above it.
    allowPartialTrustChain: true,
    ...(ca === undefined ? {} : { ca: [...ca] }),
    ...(verify ? {} : { checkServerIdentity: () => undefined }),
  });
  // The raw socket stays below: its errors are the TLS socket's.
  socket.on('error', (error) => secure.destroy(error));
  const target = `${host}:${port}`;
  await runPhase(secure, 'TLS', `No TLS answer from ${target} within ${options.timeoutMs} ms`, options, () =>
    handshake(secure, (cause) => `No TLS connection to ${target}: ${tlsFailure(cause, name)}`),
  );
  options.network?.trace?.(`TLS with ${target}: ${secure.getProtocol() ?? ''} ${secure.getCipher().name}`);
  return secure;
}

function handshake(socket: Socket, text: (cause: Error) => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void =>
      reject(new TransportError('CONNECT_FAILED', 'retryable', text(cause), { cause }));
    const onClose = (): void => fail(new Error('the peer closed the connection'));
    socket.once('secureConnect', () => {
      socket.off('error', fail);
      socket.off('close', onClose);
      resolve();
    });
    socket.once('error', fail);
    socket.once('close', onClose);
  });
}
