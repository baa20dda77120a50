import type { Logger } from '../remoting/logger.js';
import { TransportError } from '../transport/errors.js';
import { type Jnlp4Connection, openJnlp4 } from '../transport/jnlp4/client.js';
import { PROTOCOL_NAME, PROXY_PROTOCOL_NAME } from '../transport/jnlp4/preamble.js';
import { noStatus, type StatusListener } from '../transport/status.js';
import { connectTo } from './connect.js';
import type { Network } from './network.js';
import type { Endpoint } from './endpoint.js';

export interface OpenTcpOptions {
  readonly name: string;
  readonly secret: string;
  /** What an earlier connection of this process returned. */
  readonly cookie?: string | undefined;
  readonly network?: Network | undefined;
  /** SO_KEEPALIVE; false is -noKeepAlive. */
  readonly keepAlive?: boolean | undefined;
  readonly status?: StatusListener | undefined;
  readonly logger?: Logger | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For connecting. Default 30 s. */
  readonly connectTimeoutMs?: number | undefined;
  /** For each phase of the handshake. Default 10 s. */
  readonly handshakeTimeoutMs?: number | undefined;
}

const CONNECT_TIMEOUT_MS = 30_000;

/**
 * Connects to an endpoint by JNLP4-connect, with the official agent's status lines (hudson.remoting.Engine.innerRun).
 * @throws TransportError; NO_PROTOCOL is fatal, as it is for the official agent; the signal's reason when aborted
 */
export async function openTcpTransport(endpoint: Endpoint, options: OpenTcpOptions): Promise<Jnlp4Connection> {
  const status = options.status ?? noStatus;
  const { host, port, protocols } = endpoint;
  status('Handshaking');
  // Said before the protocols are looked at, as the official agent does, which has connected by then.
  status(`Connecting to ${host}:${port}`);
  const throughJnlpProxy = protocols?.includes(PROXY_PROTOCOL_NAME) ?? false;
  const protocol = throughJnlpProxy ? PROXY_PROTOCOL_NAME : PROTOCOL_NAME;
  // Without a list the official agent tries the proxy's protocol first, in vain with every controller. We do not.
  if (protocols !== undefined && !throughJnlpProxy) {
    status(`Server reports protocol ${PROXY_PROTOCOL_NAME} not supported, skipping`);
    if (!protocols.includes(PROTOCOL_NAME)) {
      status(`Server reports protocol ${PROTOCOL_NAME} not supported, skipping`);
      throw new TransportError(
        'NO_PROTOCOL',
        'fatal',
        'The server rejected the connection: None of the protocols are enabled ' +
          `(it offers ${protocols.join(', ')}: enable ${PROTOCOL_NAME} there, or connect with -webSocket)`,
      );
    }
  }
  status(`Trying protocol: ${protocol}`);
  let connected = false;
  try {
    const socket = await connectTo('tcp', host, port, {
      ...options,
      timeoutMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    });
    connected = true;
    const { identity } = endpoint;
    const { network, handshakeTimeoutMs: timeoutMs } = options;
    return await openJnlp4(socket, { ...options, identity, throughJnlpProxy, timeoutMs, trace: network?.trace });
  } catch (error) {
    if (error instanceof TransportError) {
      const what = connected ? 'encountered an unexpected exception' : 'failed to establish channel';
      status(`Protocol ${protocol} ${what}`, error);
    }
    throw error;
  }
}
