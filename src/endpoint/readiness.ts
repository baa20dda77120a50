/** Is the controller there again? Asked by HTTP before every attempt to reconnect, so that its restart is waited for quietly. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../remoting/logger.js';
import { abortReason, messageOf, TransportError } from '../transport/errors.js';
import { noStatus, type StatusListener } from '../transport/status.js';
import type { Network } from './connect.js';
import { listenerHeaders, listenerUrl } from './discovery.js';
import { httpGet } from './http-get.js';

export interface ReadinessOptions {
  /** Root URL with its trailing slash. */
  readonly url: string;
  readonly network?: Network | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For connecting, and for every read. Default 5 s. */
  readonly timeoutMs?: number | undefined;
}

export interface ListenerReadinessOptions extends ReadinessOptions {
  readonly name?: string | undefined;
  readonly credentials?: string | undefined;
  readonly logger?: Logger | undefined;
}

const TIMEOUT_MS = 5000;
const SOURCE = 'org.jenkinsci.remoting.engine.JnlpAgentEndpointResolver waitForReady';

/** One question for an agent on TCP: does tcpSlaveAgentListener/ answer 200? Says in the log why not. */
export async function isListenerReady(options: ListenerReadinessOptions): Promise<boolean> {
  const url = listenerUrl(options.url);
  try {
    const { status } = await get(url, options, listenerHeaders(options));
    if (status === 200) return true;
    const message = `Controller isn't ready to talk to us on ${url.href}. Will try again: response code=${status}`;
    options.logger?.log('INFO', SOURCE, message);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const message = `Failed to connect to ${options.url}. Will try again: ${error.code} ${messageOf(error)}`;
    options.logger?.log('INFO', SOURCE, message);
  }
  return false;
}

/** The same for WebSocket: does login answer 200? tcpSlaveAgentListener/ would not, where the TCP port is disabled. */
export async function isLoginReady(
  options: ReadinessOptions & { readonly status?: StatusListener | undefined },
): Promise<boolean> {
  const url = new URL('login', options.url);
  const line = options.status ?? noStatus;
  try {
    const { status } = await get(url, options, {});
    if (status === 200) return true;
    line(`${url.href} is not ready: ${status}`);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    line(`${url.href} is not ready`, error);
  }
  return false;
}

function get(
  url: URL,
  { network, signal, timeoutMs = TIMEOUT_MS }: ReadinessOptions,
  headers: Record<string, string>,
): Promise<{ status: number }> {
  return httpGet(url, { headers, network, signal, connectTimeoutMs: timeoutMs, readTimeoutMs: timeoutMs });
}

/**
 * Sleeps and asks until the answer is yes.
 * @param delaysMs the sleep before each question; when they are used up, that is it
 * @returns whether the controller is ready
 * @throws the signal's reason when aborted
 */
export async function waitForReady(
  ask: () => Promise<boolean>,
  delaysMs: Iterable<number>,
  signal?: AbortSignal,
): Promise<boolean> {
  for (const delay of delaysMs) {
    await pause(delay, signal);
    if (await ask()) return true;
  }
  return false;
}

/** setTimeout as a promise whose abort rejects with the signal's own reason. */
async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw signal?.aborted === true ? abortReason(signal) : error;
  }
}
