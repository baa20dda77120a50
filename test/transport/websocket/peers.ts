/** A controller's HTTP port that upgrades every request, and an agent that connects to it. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  openWebSocket,
  type WebSocketConnection,
  type WebSocketOptions,
} from '../../../src/transport/websocket/client.js';
import { upgradeHeaders, webSocketServerTransport } from '../../../src/transport/websocket/server.js';
import type { WebSocketTransport } from '../../../src/transport/websocket/transport.js';
import { dial, listenOn } from '../sockets.js';

export interface Upgraded {
  readonly ws: WebSocket;
  readonly socket: Socket;
  readonly request: IncomingMessage;
  readonly transport: WebSocketTransport;
}

/** Upgrades everything at /wsagents/. */
export async function controller(
  server: Server = createServer(),
  headers = upgradeHeaders('c00c1e', '4.7'),
): Promise<{ port: number; upgraded: Promise<Upgraded> }> {
  const wss = new WebSocketServer({ noServer: true });
  wss.on('headers', (lines) => lines.push(...headers));
  const upgraded = new Promise<Upgraded>((resolve) => {
    server.on('upgrade', (request, socket, head) => {
      wss.handleUpgrade(request, socket, head, (ws) => {
        if (!(socket instanceof Socket)) throw new Error('Upgraded something else than a socket');
        resolve({ ws, socket, request, transport: webSocketServerTransport(ws, socket) });
      });
    });
  });
  return { port: await listenOn(server), upgraded };
}

export async function agent(port: number, options: Partial<WebSocketOptions> = {}): Promise<WebSocketConnection> {
  const url = new URL(`http://127.0.0.1:${port}/jenkins/`);
  return openWebSocket({ url, socket: options.socket ?? (await dial(port)), name: 'a', secret: 's', ...options });
}
