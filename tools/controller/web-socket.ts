/** /wsagents/ (jenkins.agents.WebSocketAgents): the same connection over a WebSocket, admitted by the upgrade request's headers. */
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocketServer } from 'ws';
import { readAgentRequest, upgradeHeaders, webSocketServerTransport } from '../../src/transport/websocket/server.js';
import { admit, newCookie, WEBSOCKET_REFUSALS } from './admission.js';
import type { Agents } from './agents.js';
import { Refusal } from './refusal.js';

/** What it answers to requests that are no agent's. */
export const NOT_AN_AGENT = 'This endpoint is only for use from agent.jar in WebSocket mode';

/** Answers one upgrade request; refusals are ordinary HTTP answers. */
export async function acceptWebSocket(
  agents: Agents,
  server: WebSocketServer,
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
): Promise<void> {
  try {
    if (!agents.settings.webSocketEnabled || pathOf(request) !== '/wsagents/') return answer(socket, 404, 'Not Found');
    if (agents.settings.pageStatus !== 200) return answer(socket, agents.settings.pageStatus, '');
    const applicant = readAgentRequest(request.headers);
    if (!applicant) throw new Refusal(NOT_AN_AGENT);
    const node = await admit(agents.nodes, agents.settings, applicant, WEBSOCKET_REFUSALS);
    const cookie = newCookie();
    const { minimumVersion, webSocketPingSeconds } = agents.settings;
    const addHeaders = (headers: string[]) => headers.push(...upgradeHeaders(cookie, minimumVersion));
    server.once('headers', addHeaders);
    server.handleUpgrade(request, socket, head, (webSocket) => {
      const transport = webSocketServerTransport(webSocket, socket, { pingIntervalMs: webSocketPingSeconds * 1000 });
      try {
        agents.connected(node, transport, cookie);
      } catch (error) {
        // Another connection of the same name was faster.
        log(agents, error);
        void transport.close();
      }
    });
    server.off('headers', addHeaders);
  } catch (error) {
    log(agents, error);
    if (error instanceof Refusal) answer(socket, error.httpStatus, error.message);
    else answer(socket, 500, '');
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').replace(/[?#].*/, '');
}

function answer(socket: Socket, status: number, body: string): void {
  // hudson.security.HudsonFilter says nosniff of everything; an answer without a text has no type.
  const type = body === '' ? '' : 'Content-Type: text/plain;charset=utf-8\r\n';
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nX-Content-Type-Options: nosniff\r\n${type}` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function log(agents: Agents, error: unknown): void {
  agents.logger.log('INFO', 'jenkins.agents.WebSocketAgents doIndex', 'Refused a connection', error);
}
