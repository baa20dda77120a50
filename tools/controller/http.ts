/** The pages of a controller that concern agents: discovery, readiness, JNLP files, the agent's jar. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { makeAgentJar } from './agent-jar.js';
import { encryptJnlpFile, renderJnlpFile } from './jnlp-file.js';
import type { Node } from './node.js';
import { nodeApi } from './node-api.js';
import { swarmPlugin } from './swarm-plugin.js';
import type { ControllerSettings } from './settings.js';
import { NOT_AN_AGENT } from './web-socket.js';

/** What the pages tell about. */
export interface PageSource {
  readonly settings: ControllerSettings;
  /** Root URL with its trailing slash. */
  readonly url: string;
  readonly tcpPort: number;
  /** X-Instance-Identity. */
  readonly identity: string;
  node(name: string): Node | undefined;
  /** @param isEphemeral whether it is gone with its connection */
  addNode(name: string, isEphemeral: boolean): Node;
  removeNode(name: string): void;
}

export interface Page {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Answers one request for a page, but for one that the settings leave waiting. Unknown paths answer 404, other methods than GET and HEAD 405. */
export function servePage(source: PageSource, request: IncomingMessage, response: ServerResponse): void {
  readForm(request).then(
    (form) => answer(findPage(source, request, form), request, response),
    () => response.destroy(),
  );
}

function answer(page: Page | 'never', request: IncomingMessage, response: ServerResponse): void {
  if (page === 'never') return;
  const body = Buffer.from(page.body ?? '');
  const headers = { 'X-Content-Type-Options': 'nosniff', ...page.headers, 'Content-Length': body.length };
  response.writeHead(page.status ?? 200, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** What is posted; empty for other requests. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.method !== 'POST') return new URLSearchParams();
  return new URLSearchParams(await text(request));
}

function findPage(source: PageSource, request: IncomingMessage, form: URLSearchParams): Page | 'never' {
  if (!URL.canParse(request.url ?? '/', source.url)) return { status: 400 };
  const { settings } = source;
  if (settings.pageStatus !== 200) return { status: settings.pageStatus };
  const { pathname, searchParams } = new URL(request.url ?? '/', source.url);
  const api = nodeApi(source, request, pathname, form);
  if (api) return api;
  const swarm = swarmPlugin(source, request, pathname, form);
  if (swarm) return swarm;
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405 };
  switch (pathname) {
    case '/tcpSlaveAgentListener/':
      return discovery(source);
    case '/':
    case '/login':
      return { headers: { 'X-Jenkins': settings.coreVersion, 'Content-Type': 'text/html;charset=utf-8' } };
    case '/jnlpJars/agent.jar':
    case '/jnlpJars/remoting.jar':
      return agentJar(settings);
    case '/wsagents/':
      // What a real controller answers to a request that is no upgrade; with WebSocket switched off there is no such page.
      return settings.webSocketEnabled ? { status: 400, body: NOT_AN_AGENT } : { status: 404 };
    default:
      return jnlpFile(source, pathname, searchParams.get('encrypt') === 'true');
  }
}

function agentJar({ agentJar, remotingVersion }: ControllerSettings): Page | 'never' {
  if (agentJar === 'stalled') return 'never';
  if (agentJar === 'missing') return { status: 404 };
  return { headers: { 'Content-Type': 'application/java-archive' }, body: makeAgentJar(remotingVersion) };
}

/** hudson.TcpSlaveAgentListener as a page: everything an agent needs to find the TCP port is in the headers. */
function discovery({ settings, tcpPort, identity }: PageSource): Page {
  if (!settings.tcpEnabled) return { status: 404 };
  return {
    headers: {
      'Content-Type': 'text/plain;charset=utf-8',
      'X-Hudson-JNLP-Port': String(tcpPort),
      'X-Jenkins-JNLP-Port': String(tcpPort),
      'X-Instance-Identity': identity,
      'X-Jenkins-Agent-Protocols': settings.protocols.join(', '),
      'X-Remoting-Minimum-Version': settings.minimumVersion,
    },
    body: 'Jenkins',
  };
}

function jnlpFile(source: PageSource, pathname: string, encrypted: boolean): Page {
  const name = /^\/computer\/([^/]+)\/(?:jenkins|slave)-agent\.jnlp$/.exec(pathname)?.[1];
  const node = name === undefined ? undefined : source.node(decodeName(name));
  if (!node) return { status: 404 };
  const { secret, webSocket, tunnel, workDir } = node;
  const file = renderJnlpFile({ url: source.url, name: node.name, secret, webSocket, tunnel, workDir });
  return encrypted
    ? { headers: { 'Content-Type': 'application/octet-stream' }, body: encryptJnlpFile(file, secret) }
    : { headers: { 'Content-Type': 'application/x-java-jnlp-file' }, body: file };
}

/** A name with broken escapes is nobody's. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
