/** Is the controller there again? Asked by HTTP before every attempt to reconnect, so that its restart is waited for quietly. */
import { TransportError } from '../transport/errors.js';
import { noStatus, type StatusListener } from '../transport/status.js';
import type { Network } from './network.js';
import { httpGet } from './http-get.js';

export interface ReadinessOptions {
  /** Root URL with its trailing slash. */
  readonly url: string;
  readonly network?: Network | undefined;
  readonly signal?: AbortSignal | undefined;
  /** -webSocketHeader: what a reverse proxy wants, it wants here as well. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** For connecting, and for every read. Default 5 s. */
  readonly timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 5000;

/**
 * One question before a WebSocket: does a server answer at login, and not that it is not ready (5xx)? Whatever else it says is
 * a matter between it and people: behind a sign-on it may send them to a login page (302), or refuse (401, 403), and pass
 * agents all the same. The official agent waits for 200, there for ever. tcpSlaveAgentListener/ would be 404 where the TCP
 * port is disabled. Over TCP, discovery itself is the question.
 */
export async function isLoginReady(
  options: ReadinessOptions & { readonly status?: StatusListener | undefined },
): Promise<boolean> {
  const url = new URL('login', options.url);
  const line = options.status ?? noStatus;
  try {
    const { status } = await get(url, options);
    if (status < 500) return true;
    line(`${url.href} is not ready: ${status}`);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    line(`${url.href} is not ready`, error);
  }
  return false;
}

function get(
  url: URL,
  { network, headers, signal, timeoutMs = TIMEOUT_MS }: ReadinessOptions,
): Promise<{ status: number }> {
  // Headers may be secret, and where a redirect leads is not the question.
  return httpGet(url, {
    network,
    headers,
    maxRedirects: 0,
    signal,
    connectTimeoutMs: timeoutMs,
    readTimeoutMs: timeoutMs,
  });
}
