/** The port for inbound agents (hudson.TcpSlaveAgentListener): JNLP4-connect, and a word for whoever comes with a browser. */
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { readExactly, runPhase } from '../../src/transport/handshake.js';
import { COOKIE, NODE_NAME, SECRET_KEY } from '../../src/transport/jnlp4/headers.js';
import type { ConnectionHeaders } from '../../src/transport/jnlp4/headers.js';
import { acceptJnlp4 } from '../../src/transport/jnlp4/server.js';
import { admit, JNLP4_REFUSALS, newCookie } from './admission.js';
import type { Agents } from './agents.js';
import type { InstanceIdentity } from './identity.js';
import { listenOnLoopback } from './listen.js';
import type { Node } from './node.js';
import { Refusal } from './refusal.js';

const HTTP_REQUEST = 'GET ';

export interface AgentPort {
  readonly port: number;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

/** Listens on a free port of loopback. */
export async function listenForAgents(agents: Agents, identity: InstanceIdentity): Promise<AgentPort> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // The phases of the handshake report errors; between two of them an unheard one would end the process.
    socket.on('error', () => undefined);
    // What becomes of a connection concerns the log alone: the next one is another agent's.
    serve(socket, agents, identity).catch((error: unknown) => {
      agents.logger.log('INFO', 'hudson.TcpSlaveAgentListener$ConnectionHandler run', 'Connection failed', error);
      socket.destroy();
    });
  });
  const port = await listenOnLoopback(server);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port, close };
}

async function serve(socket: Socket, agents: Agents, identity: InstanceIdentity): Promise<void> {
  const head = await runPhase(socket, 'the first bytes', 'Timeout waiting for a protocol', {}, () =>
    readExactly(socket, HTTP_REQUEST.length),
  );
  if (head.toString('latin1') === HTTP_REQUEST) {
    socket.end(
      'HTTP/1.0 200 OK\r\nContent-Type: text/plain;charset=UTF-8\r\n\r\nJenkins-Agent-Protocols: JNLP4-connect, Ping\r\n',
    );
    // Whatever else the request says is read and dropped, or the connection would never end.
    socket.resume();
    return;
  }
  socket.unshift(head);
  let node: Node | undefined;
  const cookie = newCookie();
  const authenticate = async (headers: ConnectionHeaders) => {
    try {
      node = await admit(agents.nodes, agents.settings, applicant(headers), JNLP4_REFUSALS);
      return { cookie };
    } catch (error) {
      if (error instanceof Refusal) return { error: error.message };
      throw error;
    }
  };
  const key = { key: identity.privateKeyPem, certificate: identity.certificatePem };
  const { transport } = await acceptJnlp4(socket, { ...key, authenticate });
  if (!node) throw new Error('a connection without a node');
  agents.connected(node, transport, cookie);
}

function applicant(headers: ConnectionHeaders) {
  return {
    name: headers[NODE_NAME] ?? '',
    secret: headers[SECRET_KEY] ?? '',
    cookie: headers[COOKIE] ?? undefined,
  };
}
