/**
 * The agent's side of JNLP4-connect (org.jenkinsci.remoting.engine.JnlpProtocol4Handler) on a connected socket, phase by
 * phase: preamble, TLS, headers and verdicts, capabilities; then chunked commands.
 */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { CAPABILITY_BASE64, parseCapability } from '../capability.js';
import { fingerprint } from '../fingerprint.js';
import { block, type PhaseOptions, readBlock, runPhase } from '../handshake.js';
import { noStatus, type StatusListener } from '../status.js';
import { StreamTransport, type StreamTransportOptions } from '../stream-transport.js';
import { readAcceptance, sendAcceptance } from './acceptance.js';
import { COOKIE, type ConnectionHeaders, encodeHeaders, NODE_NAME, parseHeaders, SECRET_KEY } from './headers.js';
import { PROTOCOL_NAME, requestProtocol } from './preamble.js';
import { secureAsAgent, type TlsVersions } from './tls.js';

export interface Jnlp4Options extends PhaseOptions, TlsVersions, StreamTransportOptions {
  readonly name: string;
  readonly secret: string;
  /** What the controller gave on an earlier connection of this process. */
  readonly cookie?: string | undefined;
  /** The controller's instance identity: SubjectPublicKeyInfo, DER. */
  readonly identity: Buffer;
  /** Announce the name to a JNLP4 proxy first. */
  readonly throughJnlpProxy?: boolean | undefined;
  readonly status?: StatusListener | undefined;
  /** Takes the steps of the handshake, for the log. */
  readonly trace?: ((line: string) => void) | undefined;
}

export interface Jnlp4Connection {
  readonly transport: StreamTransport;
  /** To be given back on the next connection of this process; undefined when the controller gave none. */
  readonly cookie: string | undefined;
  /** The controller's capability mask. */
  readonly capability: number;
  /** The controller's connection headers. */
  readonly headers: ConnectionHeaders;
}

/** Closes the socket on every failure. @throws TransportError; the signal's reason when aborted */
export async function openJnlp4(socket: Socket, options: Jnlp4Options): Promise<Jnlp4Connection> {
  const { status = noStatus, trace = noStatus } = options;
  socket.setNoDelay(true);
  status('Waiting for ProtocolStack to start.');
  await requestProtocol(socket, { ...options, proxiedName: options.throughJnlpProxy ? options.name : undefined });
  trace('The port speaks JNLP4-connect; TLS begins');
  const secure = await secureAsAgent(socket, options.identity, options);
  trace(`TLS on the agent port: ${secure.getProtocol() ?? ''} ${secure.getCipher().name}`);
  status(`Remote identity confirmed: ${fingerprint(options.identity)}`);
  const headers = await exchangeHeaders(secure, options);
  trace(`Headers exchanged: the controller sent ${Object.keys(headers).join(', ') || 'none'}, and accepts this agent`);
  const capability = await exchangeCapabilities(secure, options);
  trace(`Capabilities exchanged: the controller's mask is 0x${capability.toString(16)}`);
  return {
    transport: new StreamTransport(PROTOCOL_NAME, secure, options),
    cookie: headers[COOKIE] ?? undefined,
    capability,
    headers,
  };
}

function exchangeHeaders(secure: TLSSocket, options: Jnlp4Options): Promise<ConnectionHeaders> {
  const own = {
    ...(options.cookie === undefined ? {} : { [COOKIE]: options.cookie }),
    [NODE_NAME]: options.name,
    [SECRET_KEY]: options.secret,
  };
  return runPhase(secure, 'the connection headers', 'Timeout waiting for connection headers', options, async () => {
    secure.write(encodeHeaders(own));
    const headers = parseHeaders(await readBlock(secure));
    sendAcceptance(secure);
    await readAcceptance(secure);
    return headers;
  });
}

/** Both directions: a block of base64; not before `OK`. */
export function exchangeCapabilities(secure: TLSSocket, options: PhaseOptions): Promise<number> {
  return runPhase(secure, 'the capability exchange', 'Timeout waiting for the capability', options, async () => {
    secure.write(block(CAPABILITY_BASE64));
    return parseCapability((await readBlock(secure)).toString('latin1'));
  });
}
