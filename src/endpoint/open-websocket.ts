import type { Logger } from '../remoting/logger.js';
import type { StatusListener } from '../transport/status.js';
import { openWebSocket, type WebSocketConnection } from '../transport/websocket/client.js';
import { connectTo } from './connect.js';
import type { Network } from './network.js';
import { checkVersion } from './discovery-headers.js';

export interface OpenWebSocketOptions {
  readonly name: string;
  readonly secret: string;
  /** The version that this agent claims to be. */
  readonly agentVersion: string;
  /** What the previous connection of this process returned. */
  readonly cookie?: string | undefined;
  /** -webSocketHeader */
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
  readonly network?: Network | undefined;
  readonly status?: StatusListener | undefined;
  readonly logger?: Logger | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For connecting, and for the upgrade. Default 30 s each. */
  readonly timeoutMs?: number | undefined;
  /** See WebSocketTransportOptions. */
  readonly pingIntervalMs?: number | undefined;
}

const TIMEOUT_MS = 30_000;

/**
 * Connects to a controller by WebSocket.
 * @param url root URL with its trailing slash
 * @throws TransportError; VERSION_TOO_OLD is fatal; the signal's reason when aborted
 */
export async function openWebSocketTransport(url: string, options: OpenWebSocketOptions): Promise<WebSocketConnection> {
  const root = new URL(url);
  const secure = root.protocol === 'https:';
  const port = root.port === '' ? (secure ? 443 : 80) : Number(root.port);
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const socket = await connectTo(secure ? 'wss' : 'ws', root.hostname, port, { ...options, timeoutMs });
  const connection = await openWebSocket({
    ...options,
    url: root,
    socket,
    timeoutMs,
    userAgent: options.network?.userAgent,
  });
  try {
    checkVersion(connection.minimumVersion, options.agentVersion);
  } catch (error) {
    await connection.transport.close();
    throw error;
  }
  return connection;
}
