import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Logger } from '../../remoting/logger.js';
import { CAPABILITY_BASE64, CAPABILITY_MASK, parseCapability } from '../capability.js';
import { abortReason, httpFailure, messageOf, TransportError } from '../errors.js';
import { CAPABILITY_HEADER, COOKIE_HEADER, MINIMUM_VERSION_HEADER } from '../http-headers.js';
import { NODE_NAME, SECRET_KEY } from '../jnlp4/headers.js';
import { EXCERPT_BYTES } from '../http/page-text.js';
import { TOLERANT_REQUEST, tolerateHead } from '../http/tolerant-head.js';
import type { Answer } from '../http/unexpected-answer.js';
import { answerPings } from './keep-alive.js';
import { upgradeRefused } from './refusal.js';
import { WebSocketTransport, type WebSocketTransportOptions } from './transport.js';

export interface WebSocketOptions extends WebSocketTransportOptions {
  /** Root URL of the controller, http(s), with its trailing slash. */
  readonly url: URL;
  /** Connected to the host of the URL, through TLS for https: trust and proxies are the business of who dials. */
  readonly socket: Socket;
  readonly name: string;
  readonly secret: string;
  /** What the controller gave with the previous connection of this process. */
  readonly cookie?: string | undefined;
  /** What this agent calls itself (User-Agent). */
  readonly userAgent?: string | undefined;
  /** More request headers (-webSocketHeader). One of the same name replaces ours. */
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For the upgrade. Default 30 s. */
  readonly timeoutMs?: number | undefined;
  readonly logger?: Logger | undefined;
}

export interface WebSocketConnection {
  readonly transport: WebSocketTransport;
  /** To be given back on the next connection; undefined: forget the old one. */
  readonly cookie: string | undefined;
  /** The controller's capability mask. */
  readonly capability: number;
  /** The oldest agent that the controller works with, when it says so. */
  readonly minimumVersion: string | undefined;
}

const HANDSHAKE_TIMEOUT_MS = 30_000;
/** Much more than any chunk: a message is held in memory whole. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
/** What ws allows by itself. A fragment keeps all of the input that it came in. */
const MAX_MESSAGE_FRAGMENTS = 16 * 1024;

/** Upgrades the socket; closes it on every failure. @throws TransportError; the signal's reason when aborted */
export async function openWebSocket(options: WebSocketOptions): Promise<WebSocketConnection> {
  const { signal, timeoutMs = HANDSHAKE_TIMEOUT_MS } = options;
  try {
    if (signal?.aborted === true) throw abortReason(signal);
    // The largest import of connecting: not for those who come by TCP.
    const { WebSocket } = await import('ws');
    const ws = new WebSocket(agentsUrl(options.url), {
      ...TOLERANT_REQUEST,
      createConnection: () => options.socket,
      finishRequest: (request) => {
        tolerateHead(request);
        request.end();
      },
      headers: requestHeaders(options),
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE_BYTES,
      maxFragments: MAX_MESSAGE_FRAGMENTS,
      autoPong: false,
    });
    answerPings(ws);
    return connectionOf(await upgraded(ws, options, timeoutMs), options.logger);
  } catch (error) {
    options.socket.destroy();
    throw error;
  }
}

function agentsUrl(root: URL): URL {
  const url = new URL('wsagents/', root);
  url.protocol = root.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}

function requestHeaders(options: WebSocketOptions): Record<string, string> {
  const headers: [string, string][] = [
    [NODE_NAME, options.name],
    [SECRET_KEY, options.secret],
    [CAPABILITY_HEADER, CAPABILITY_BASE64],
    ['Origin', options.url.origin],
  ];
  if (options.userAgent !== undefined) headers.push(['User-Agent', options.userAgent]);
  if (options.cookie !== undefined) headers.push([COOKIE_HEADER, options.cookie]);
  const extra = options.headers ?? [];
  const replaced = new Set(extra.map(([name]) => name.toLowerCase()));
  return Object.fromEntries([...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...extra]);
}

interface Upgraded {
  readonly transport: WebSocketTransport;
  readonly response: IncomingMessage | undefined;
}

function upgraded(ws: WebSocket, options: WebSocketOptions, timeoutMs: number): Promise<Upgraded> {
  return new Promise((resolve, reject) => {
    const { signal } = options;
    let response: IncomingMessage | undefined;
    const settle = (outcome: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      outcome();
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const onAbort = (): void => signal && fail(abortReason(signal));
    const timer = setTimeout(
      () => fail(new TransportError('TIMEOUT', 'retryable', 'Timeout waiting for the WebSocket upgrade')),
      timeoutMs,
    );
    signal?.addEventListener('abort', onAbort);
    ws.once('upgrade', (incoming) => (response = incoming));
    ws.once('unexpected-response', (_request, incoming) => {
      const url = new URL('wsagents/', options.url);
      refusalOf(url, incoming).then((answer) => fail(upgradeRefused(answer, options.name)), fail);
    });
    // Stays: after a failure ws may report the destroyed socket as another error.
    ws.on('error', (cause) => {
      fail(
        new TransportError(
          'UPGRADE_FAILED',
          'retryable',
          `Handshake error: ${httpFailure(cause, options.url.protocol === 'https:')}`,
          { cause },
        ),
      );
    });
    ws.once('open', () => {
      // In this very turn, so that nothing that came with the upgrade is lost.
      const transport = new WebSocketTransport(ws, options.socket, options);
      options.status?.('WebSocket connection open');
      settle(() => resolve({ transport, response }));
    });
  });
}

function connectionOf({ transport, response }: Upgraded, logger: Logger | undefined): WebSocketConnection {
  const capability = header(response, CAPABILITY_HEADER);
  logger?.log(
    'FINE',
    'hudson.remoting.Engine$1HeaderHandler afterResponse',
    `Upgraded; the controller sent ${Object.keys(response?.headers ?? {}).join(', ')}`,
  );
  if (capability === undefined) {
    logger?.log(
      'WARNING',
      'hudson.remoting.Engine$1HeaderHandler afterResponse',
      `Did not receive ${CAPABILITY_HEADER} header`,
    );
  }
  return {
    transport,
    cookie: header(response, COOKIE_HEADER),
    capability: capability === undefined ? CAPABILITY_MASK : parseCapability(capability),
    minimumVersion: header(response, MINIMUM_VERSION_HEADER),
  };
}

function header(response: IncomingMessage | undefined, name: string): string | undefined {
  // Of several of a name the last counts, as Java reads them.
  return response?.headersDistinct[name.toLowerCase()]?.at(-1);
}

/** The beginning of the body, for the message: a broken one must not hide what the status says. */
async function refusalOf(url: URL, response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const bytes of response as AsyncIterable<Buffer>) {
      parts.push(bytes);
      if ((size += bytes.length) >= EXCERPT_BYTES) break;
    }
  } catch (error) {
    parts.push(Buffer.from(` (${messageOf(error)})`));
  }
  const headers = Object.entries(response.headersDistinct).map(([name, values]) => [name, values?.at(-1)]);
  return {
    url,
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    headers: Object.fromEntries(headers) as Answer['headers'],
    body: Buffer.concat(parts),
  };
}
