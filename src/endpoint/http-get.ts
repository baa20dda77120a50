/**
 * HTTP GET, which is all that finding a controller takes, and POST, for its HTTP API. Built on node:http, which loads in 3 ms where undici's core
 * takes 20, and on our own sockets, so that proxies and trust are the same as for the agent's connection.
 */
import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { byDeadline } from '../java/deadline.js';
import { abortReason, httpFailure, TransportError } from '../transport/errors.js';
import { TOLERANT_REQUEST, tolerateHead } from '../transport/http/tolerant-head.js';
import { connectTo, connectToProxy, proxyFor } from './connect.js';
import type { Network } from './network.js';
import { readBody, type WantedBody } from './http-body.js';

export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly network?: Network | undefined;
  readonly signal?: AbortSignal | undefined;
  /** java.net.URLConnection.setConnectTimeout */
  readonly connectTimeoutMs: number;
  /** java.net.URLConnection.setReadTimeout: without any byte */
  readonly readTimeoutMs: number;
  /** For all of it, redirects included, however busily the other side sends. Default 2 minutes. */
  readonly deadlineMs?: number | undefined;
  /** How many redirects are followed; default 20, as the JDK does. Behind them, credentials stay with the first host. */
  readonly maxRedirects?: number | undefined;
  /** Makes it a POST. Redirects of it are for the caller to look at: `maxRedirects: 0`. */
  readonly post?: { readonly contentType: string; readonly content: string } | undefined;
  /** What of the body is read, perhaps by what stands in front of it. Default: none, and the connection is closed after the headers. */
  readonly body?:
    WantedBody | ((answer: Pick<HttpResponse, 'status' | 'headers'>) => WantedBody | undefined) | undefined;
}

export interface HttpResponse {
  readonly url: URL;
  readonly status: number;
  readonly statusText: string;
  /** By lower-case name; of several of a name the last, as Java reads them. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** Every Set-Cookie; undefined when there is none. */
  readonly setCookies?: readonly string[];
}

/** sun.net.www.protocol.http.HttpURLConnection.defaultmaxRedirects */
const MAX_REDIRECTS = 20;
const REDIRECTS = [301, 302, 303, 307, 308];
const DEADLINE_MS = 120_000;

/**
 * Follows redirects within the scheme, as the JDK does; any other answer is returned, whatever its status. Credentials are
 * not sent to another host than the first.
 * @throws TransportError CONNECT_FAILED, PROXY_REFUSED, TIMEOUT, CONNECTION_LOST; the signal's reason when aborted
 */
export async function httpGet(url: URL, options: GetOptions): Promise<HttpResponse> {
  const { deadlineMs = DEADLINE_MS, signal } = options;
  const late = (): Error =>
    new TransportError('TIMEOUT', 'retryable', `No whole answer from ${url.href} within ${deadlineMs} ms`);
  return byDeadline(deadlineMs, late, (cut) => follow(url, { ...options, signal: cut }), signal);
}

async function follow(url: URL, options: GetOptions): Promise<HttpResponse> {
  let target = url;
  let { headers = {} } = options;
  const { maxRedirects = MAX_REDIRECTS } = options;
  for (let redirects = 0; ; redirects++) {
    const started = performance.now();
    const response = await getOnce(target, { ...options, headers });
    const ms = Math.round(performance.now() - started);
    options.network?.trace?.(`${options.post ? 'POST' : 'GET'} ${target.href}: ${response.status} in ${ms} ms`);
    const location = REDIRECTS.includes(response.status) ? response.headers['location'] : undefined;
    if (location === undefined || !URL.canParse(location, target.href)) return response;
    const next = new URL(location, target);
    if (next.protocol !== target.protocol || redirects >= maxRedirects) return response;
    if (next.host !== target.host) headers = withoutCredentials(headers);
    target = next;
  }
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'));
}

async function getOnce(url: URL, options: GetOptions): Promise<HttpResponse> {
  const { network, body, post } = options;
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const dialing = { ...options, timeoutMs: options.connectTimeoutMs };
  const headers: Record<string, string> = {
    Host: url.host,
    ...(network?.userAgent === undefined ? {} : { 'User-Agent': network.userAgent }),
    Accept: '*/*',
    Connection: 'close',
    ...(typeof body === 'object' && body.kind === 'beginning' ? { Range: `bytes=0-${body.bytes - 1}` } : {}),
    ...(post === undefined ? {} : { 'Content-Type': post.contentType, 'Content-Length': contentLength(post.content) }),
    ...options.headers,
  };
  let path = url.pathname + url.search;
  // Plain HTTP goes through a proxy by a request in absolute form, everything else by CONNECT.
  const proxy = secure ? undefined : proxyFor(network, 'http', url.hostname, port);
  let socket: Socket;
  if (proxy === undefined) {
    socket = await connectTo(secure ? 'https' : 'http', url.hostname, port, dialing);
  } else {
    socket = await connectToProxy(proxy, dialing);
    path = url.origin + path;
    if (proxy.authorization !== undefined) headers['Proxy-Authorization'] = proxy.authorization;
  }
  try {
    return await exchange(url, socket, path, headers, options);
  } finally {
    // An error that comes after the answer concerns nobody.
    socket.on('error', () => undefined);
    socket.destroy();
  }
}

function exchange(
  url: URL,
  socket: Socket,
  path: string,
  headers: Record<string, string>,
  { signal, readTimeoutMs, post, body: wanted }: GetOptions,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortReason(signal));
      return;
    }
    const method = post === undefined ? 'GET' : 'POST';
    const outgoing = request({ ...TOLERANT_REQUEST, method, createConnection: () => socket, path, headers });
    tolerateHead(outgoing);
    const settle = (outcome: () => void): void => {
      signal?.removeEventListener('abort', onAbort);
      socket.setTimeout(0);
      outcome();
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const onAbort = (): void => signal && fail(abortReason(signal));
    signal?.addEventListener('abort', onAbort);
    socket.setTimeout(readTimeoutMs, () =>
      fail(new TransportError('TIMEOUT', 'retryable', `No answer from ${url.href} within ${readTimeoutMs} ms`)),
    );
    const lost = (cause: unknown): void =>
      fail(
        new TransportError('CONNECTION_LOST', 'retryable', httpFailure(cause, url.protocol === 'https:'), { cause }),
      );
    // Stays: destroying the socket after an abort or a timeout is another error for the request.
    outgoing.on('error', lost);
    outgoing.once('response', (response) => {
      const answer = answerOf(url, response);
      const body = typeof wanted === 'function' ? wanted(answer) : wanted;
      readBody(response, body).then((bytes) => settle(() => resolve({ ...answer, body: bytes })), lost);
    });
    outgoing.end(post?.content);
  });
}

function contentLength(content: string): string {
  return String(Buffer.byteLength(content));
}

function answerOf(url: URL, response: IncomingMessage): Omit<HttpResponse, 'body'> {
  const headers = Object.entries(response.headersDistinct).map(([name, values]) => [name, values?.at(-1)]);
  const setCookies = response.headersDistinct['set-cookie'];
  return {
    url,
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    headers: Object.fromEntries(headers) as HttpResponse['headers'],
    ...(setCookies === undefined ? {} : { setCookies }),
  };
}
