/** The controller's side of JNLP4-connect on an accepted socket, for an embedded controller and for the agent's own tests. */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { TransportError } from '../errors.js';
import { type PhaseOptions, readBlock, runPhase } from '../handshake.js';
import { StreamTransport, type StreamTransportOptions } from '../stream-transport.js';
import { readAcceptance, type Refusal, sendAcceptance, sendRefusal } from './acceptance.js';
import { exchangeCapabilities } from './client.js';
import { COOKIE, type ConnectionHeaders, encodeHeaders, parseHeaders } from './headers.js';
import { acceptProtocol, PROTOCOL_NAME } from './preamble.js';
import { type ControllerKey, secureAsController, type TlsVersions } from './tls.js';

export interface AcceptedAgent {
  /** What the agent shall give back when it reconnects. */
  readonly cookie: string;
}

export interface AcceptOptions extends ControllerKey, PhaseOptions, TlsVersions, StreamTransportOptions {
  /** Decides by the agent's headers (`Node-Name`, `Secret-Key`, `JnlpAgentProtocol.cookie`). */
  readonly authenticate: (headers: ConnectionHeaders) => AcceptedAgent | Refusal | Promise<AcceptedAgent | Refusal>;
}

export interface AcceptedConnection {
  readonly transport: StreamTransport;
  /** The agent's connection headers. */
  readonly headers: ConnectionHeaders;
  /** The agent's capability mask. */
  readonly capability: number;
}

/** Closes the socket on every failure. @throws TransportError REFUSED when `authenticate` refused; others as the client's */
export async function acceptJnlp4(socket: Socket, options: AcceptOptions): Promise<AcceptedConnection> {
  socket.setNoDelay(true);
  await acceptProtocol(socket, options);
  const secure = await secureAsController(socket, options, options);
  const headers = await judgeHeaders(secure, options);
  const capability = await exchangeCapabilities(secure, options);
  return { transport: new StreamTransport(PROTOCOL_NAME, secure, options), headers, capability };
}

function judgeHeaders(secure: TLSSocket, options: AcceptOptions): Promise<ConnectionHeaders> {
  return runPhase(secure, 'the connection headers', 'Timeout waiting for connection headers', options, async () => {
    const headers = parseHeaders(await readBlock(secure));
    const verdict = await options.authenticate(headers);
    if ('error' in verdict) {
      secure.write(encodeHeaders({}));
      await sendRefusal(secure, verdict);
      throw new TransportError(verdict.permanent ? 'REFUSED_PERMANENTLY' : 'REFUSED', 'refused', verdict.error);
    }
    secure.write(encodeHeaders({ [COOKIE]: verdict.cookie }));
    sendAcceptance(secure);
    await readAcceptance(secure);
    return headers;
  });
}
