/**
 * `--health ADDRESS`: /livez says whether the process works, /readyz whether every agent in it is connected, /metrics what
 * was counted, / all agents as JSON.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JavaError } from '../../../java/java-error.js';
import { messageOf } from '../../../transport/errors.js';
import { buildInfo } from '../../build-info.js';
import { formatAddress } from './address.js';
import type { Address } from './address.js';
import type { ReloadAnswer } from '../../life/reload-answer.js';
import type { AgentMonitor } from './monitor.js';
import { freeBytes } from './describe.js';
import type { ProcessDescription } from './describe.js';
import { renderMetrics } from './prometheus.js';

export interface HealthSource {
  readonly agents: readonly AgentMonitor[];
  /** What runs for builds now. */
  readonly buildProcesses: () => Promise<readonly unknown[]>;
  /** All that there is to tell, as JSON. */
  readonly describe: () => Promise<ProcessDescription>;
  /** Reads the configuration again. */
  readonly reload?: () => Promise<ReloadAnswer>;
}

export interface HealthServer {
  /** With the port that was chosen, if any was to be. */
  readonly address: Address;
  close(): Promise<void>;
}

/** A client that is slow in asking is no client. Whoever looks at an agent is on the same machine, or near. */
const REQUEST_MS = 5000;

/** How often Node looks for those. */
const LOOK_MS = 1000;

/** Each takes a file descriptor from builds; a probe and a scraper or two are all who ask. One more is hung up on. */
export const MAX_CONNECTIONS = 32;

/** @throws JavaError java.net.BindException when the address cannot be had */
export async function serveHealth(address: Address, source: HealthSource): Promise<HealthServer> {
  const patience = { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, connectionsCheckingInterval: LOOK_MS };
  const server = createServer(patience, (request, response) => {
    answer(request, source, isLoopback(address)).then(
      ({ status, type, body }) => send(response, status, type, request.method === 'HEAD' ? '' : body),
      (error: unknown) => send(response, 500, PLAIN, `${messageOf(error)}\n`),
    );
  });
  server.maxConnections = MAX_CONNECTIONS;
  // Also for those who take no answer.
  server.timeout = REQUEST_MS;
  await listen(server, address);
  const { port } = server.address() as AddressInfo;
  return {
    address: { host: address.host, port },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const PLAIN = 'text/plain; charset=utf-8';

async function answer(
  { method, url = '/' }: IncomingMessage,
  { agents, buildProcesses, describe, reload }: HealthSource,
  isLocal: boolean,
): Promise<Answer> {
  if (method === 'POST' && url === '/reload') return answerReload(reload, isLocal);
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, type: PLAIN, body: 'only GET\n' };
  const [path = ''] = url.split('?', 1);
  switch (path) {
    case '/livez':
    case '/healthz':
      // An event loop that is stuck does not get here.
      return { status: 200, type: PLAIN, body: 'ok\n' };
    case '/readyz': {
      const ready = agents.length > 0 && agents.every(({ phase }) => phase === 'serving');
      return { status: ready ? 200 : 503, type: PLAIN, body: agents.map(line).join('') };
    }
    case '/metrics':
    // Where the swarm client serves them.
    case '/prometheus': {
      const running = (await buildProcesses()).length;
      const free = await freeBytes(agents);
      const metrics = renderMetrics(agents, { ...processFigures(), buildProcesses: running, free, build: buildInfo() });
      return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: metrics };
    }
    case '/':
      return { status: 200, type: 'application/json', body: `${JSON.stringify(await describe(), undefined, 2)}\n` };
    default:
      return { status: 404, type: PLAIN, body: 'There are /, /livez, /readyz, /metrics\n' };
  }
}

/** Who reaches this port from elsewhere has no say in what runs here. */
async function answerReload(reload: HealthSource['reload'], isLocal: boolean): Promise<Answer> {
  if (!reload || !isLocal) return { status: 403, type: PLAIN, body: 'only where health is served on loopback\n' };
  const { ok, text } = await reload();
  return { status: ok ? 200 : 400, type: PLAIN, body: `${text}\n` };
}

function isLoopback({ host }: Address): boolean {
  return /^127\.|^::1$|^localhost$/.test(host);
}

/** Why an agent is not ready stands in its line: probes show it. */
function line({ name, phase, since, trouble, drainsFor }: AgentMonitor): string {
  const why = phase === 'draining' ? drainsFor?.join(', ') : trouble?.why;
  return `${name}: ${phase} since ${since.toISOString()}${why === undefined || why === '' ? '' : `: ${why}`}\n`;
}

function processFigures() {
  const { user, system } = process.cpuUsage();
  return {
    cpuSeconds: (user + system) / 1e6,
    residentBytes: process.memoryUsage.rss(),
    startSeconds: Math.round(Date.now() / 1000 - process.uptime()),
  };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(body);
}

function listen(server: Server, address: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const text = `Cannot serve health at ${formatAddress(address)}: ${messageOf(cause)}`;
      reject(new JavaError('java.net.BindException', text, { cause }));
    });
    server.listen(address.port, address.host, resolve);
  });
}
