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
  /** For connecting, and for every read. Default 5 s. */
  readonly timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 5000;

/**
 * One question before a WebSocket: does login answer 200? tcpSlaveAgentListener/ would not, where the TCP port is disabled.
 * Says why not. Over TCP, discovery itself is the question.
 */
export async function isLoginReady(
  options: ReadinessOptions & { readonly status?: StatusListener | undefined },
): Promise<boolean> {
  const url = new URL('login', options.url);
  const line = options.status ?? noStatus;
  try {
    const { status } = await get(url, options);
    if (status === 200) return true;
    line(`${url.href} is not ready: ${status}`);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    line(`${url.href} is not ready`, error);
  }
  return false;
}

function get(url: URL, { network, signal, timeoutMs = TIMEOUT_MS }: ReadinessOptions): Promise<{ status: number }> {
  return httpGet(url, { network, signal, connectTimeoutMs: timeoutMs, readTimeoutMs: timeoutMs });
}
