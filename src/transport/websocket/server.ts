import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { CAPABILITY_BASE64, parseCapability } from '../capability.js';
import { CAPABILITY_HEADER, COOKIE_HEADER, MINIMUM_VERSION_HEADER } from '../http-headers.js';
import { NODE_NAME, SECRET_KEY } from '../jnlp4/headers.js';
import { WebSocketTransport, type WebSocketTransportOptions } from './transport.js';

/** What an agent says of itself in its upgrade request to /wsagents/; undefined when a header is missing. */
export interface AgentRequest {
  readonly name: string;
  readonly secret: string;
  readonly capability: number;
  readonly cookie: string | undefined;
}

/** Reads an agent's upgrade request (jenkins.agents.WebSocketAgents). @throws TransportError on a bad capability */
export function readAgentRequest(headers: IncomingHttpHeaders): AgentRequest | undefined {
  const [name, secret, capability, cookie] = [NODE_NAME, SECRET_KEY, CAPABILITY_HEADER, COOKIE_HEADER].map((key) => {
    const value = headers[key.toLowerCase()];
    return typeof value === 'string' ? value : undefined;
  });
  if (name === undefined || secret === undefined || capability === undefined) return undefined;
  return { name, secret, capability: parseCapability(capability), cookie };
}

/** Headers of the controller's 101 answer: hand them to ws in its `headers` event. */
export function upgradeHeaders(cookie: string | undefined, minimumVersion?: string): string[] {
  return [
    `${CAPABILITY_HEADER}: ${CAPABILITY_BASE64}`,
    ...(cookie === undefined ? [] : [`${COOKIE_HEADER}: ${cookie}`]),
    ...(minimumVersion === undefined ? [] : [`${MINIMUM_VERSION_HEADER}: ${minimumVersion}`]),
  ];
}

/**
 * The controller's side of an upgraded connection. To be called in the callback of WebSocketServer.handleUpgrade, in the
 * same turn of the event loop; `socket` is the one that was upgraded.
 */
export function webSocketServerTransport(
  ws: WebSocket,
  socket: Socket,
  options: WebSocketTransportOptions = {},
): WebSocketTransport {
  return new WebSocketTransport(ws, socket, options);
}
