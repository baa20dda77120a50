import type { Logger } from '../remoting/logger.js';
import { messageOf, TransportError } from '../transport/errors.js';
import { fingerprint } from '../transport/fingerprint.js';
import { EXCERPT_BYTES } from '../transport/http/page-text.js';
import { NODE_NAME } from '../transport/jnlp4/headers.js';
import { noStatus, type StatusListener } from '../transport/status.js';
import { connectTo } from './connect.js';
import type { Network } from './network.js';
import { isDiscovery, readEndpoint, type ReadEndpointOptions, RESOLVER_SOURCE } from './discovery-headers.js';
import type { Endpoint } from './endpoint.js';
import { httpGet } from './http-get.js';
import { basicAuthorization } from './url-login.js';
import { parseHostPort } from './tunnel.js';

export interface DiscoveryOptions extends ReadEndpointOptions {
  /** Agent name, which is sent along. */
  readonly name?: string | undefined;
  /** `user:password` for HTTP Basic (-credentials). */
  readonly credentials?: string | undefined;
  /** `user:password` that stood in a root URL, by that URL; -credentials win. */
  readonly logins?: ReadonlyMap<string, string> | undefined;
  /** -tunnel, see parseHostPort. */
  readonly tunnel?: string | undefined;
  readonly network?: Network | undefined;
  readonly status?: StatusListener | undefined;
  readonly logger?: Logger | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Defaults are the official agent's: 30 s, 60 s and 5 s. */
  readonly timeouts?: { readonly connectMs?: number; readonly readMs?: number; readonly probeMs?: number } | undefined;
}

export interface Discovery {
  readonly endpoint: Endpoint;
  /** All URLs, the one that answered first: the order for the next time. */
  readonly urls: readonly string[];
}

/** None of the URLs led to a controller. Code, policy and message are the first URL's. */
export class DiscoveryError extends TransportError {
  constructor(
    first: TransportError,
    /** One for each URL that was tried. */
    readonly failures: readonly TransportError[],
  ) {
    const others = failures.slice(1).map((failure) => `; ${failure.message}`);
    super(first.code, 'retryable', first.message + others.join(''), { cause: first });
  }
}

/**
 * Finds a controller's TCP port by HTTP (org.jenkinsci.remoting.engine.JnlpAgentEndpointResolver.resolve): asks the URLs in
 * order, checks the answers, and tries whether the port can be reached.
 * @param urls root URLs with their trailing slash
 * @throws DiscoveryError; TransportError INVALID_ARGUMENT (fatal) for a bad tunnel; the signal's reason when aborted
 */
export async function discover(urls: readonly string[], options: DiscoveryOptions): Promise<Discovery> {
  const status = options.status ?? noStatus;
  status(`Locating server among [${urls.join(', ')}]`);
  const failures: TransportError[] = [];
  for (const url of urls) {
    try {
      const endpoint = await locate(url, options);
      status(discovered(endpoint));
      return { endpoint, urls: [url, ...urls.filter((other) => other !== url)] };
    } catch (error) {
      if (!(error instanceof TransportError) || error.code === 'INVALID_ARGUMENT') throw error;
      failures.push(error);
    }
  }
  const [first = new TransportError('INVALID_ARGUMENT', 'fatal', 'At least one URL is required for inbound agents')] =
    failures;
  throw new DiscoveryError(first, failures);
}

/** The lines that a user reads when the controller's port is known. */
export function discovered({ host, port, identity }: Endpoint): string {
  return (
    'Agent discovery successful\n' +
    `  Agent address: ${host}\n` +
    `  Agent port:    ${port}\n` +
    `  Identity:      ${fingerprint(identity)}`
  );
}

async function locate(rootUrl: string, options: DiscoveryOptions): Promise<Endpoint> {
  const { timeouts, network, signal, logger } = options;
  const listener = listenerUrl(rootUrl);
  const response = await httpGet(listener, {
    headers: listenerHeaders({ name: options.name, credentials: options.credentials ?? options.logins?.get(rootUrl) }),
    network,
    signal,
    connectTimeoutMs: timeouts?.connectMs ?? 30_000,
    readTimeoutMs: timeouts?.readMs ?? 60_000,
    body: ({ status, headers }) =>
      isDiscovery(status, headers) ? undefined : { kind: 'excerpt', bytes: EXCERPT_BYTES },
  }).catch((cause: unknown) => {
    if (!(cause instanceof TransportError)) throw cause;
    // What connecting says of itself would stand there twice.
    const reason = cause.message.replace(/^Failed to connect to /, '');
    const hint = cause.code === 'CONNECT_FAILED' ? ' (is Jenkins running there? is -url right?)' : '';
    const message = `Failed to connect to ${listener.href}: ${reason}${hint}`;
    throw new TransportError(cause.code, cause.policy, message, { cause });
  });
  const endpoint = readEndpoint(rootUrl, listener, response, options);
  if (options.tunnel === undefined) {
    await probe(endpoint, rootUrl, options);
    return endpoint;
  }
  logger?.log(
    'INFO',
    RESOLVER_SOURCE,
    'Remoting TCP connection tunneling is enabled. Skipping the TCP Agent Listener Port availability check',
  );
  return { ...endpoint, ...parseHostPort(options.tunnel, endpoint) };
}

/** Where a controller describes its TCP port. @throws TransportError INVALID_ARGUMENT */
export function listenerUrl(rootUrl: string): URL {
  const text = `${rootUrl}tcpSlaveAgentListener/`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new TransportError('INVALID_ARGUMENT', 'fatal', `Cannot parse agent endpoint URL ${rootUrl}`);
}

export function listenerHeaders({
  name,
  credentials,
}: Pick<DiscoveryOptions, 'name' | 'credentials'>): Record<string, string> {
  return {
    ...(name === undefined ? {} : { [NODE_NAME]: headerText(name) }),
    ...(credentials === undefined ? {} : { Authorization: basicAuthorization(credentials) }),
  };
}

/** node:http refuses characters beyond Latin-1: what they are in UTF-8 is what a controller's container decodes, or drops. */
function headerText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

const UNREACHABLE = ' (a firewall? -tunnel HOST:PORT names another way, -webSocket needs no port of its own)';

async function probe({ host, port }: Endpoint, rootUrl: string, options: DiscoveryOptions): Promise<void> {
  try {
    const { network, signal, timeouts } = options;
    const socket = await connectTo('tcp', host, port, { network, signal, timeoutMs: timeouts?.probeMs ?? 5000 });
    socket.destroy();
  } catch (cause) {
    if (!(cause instanceof TransportError)) throw cause;
    options.logger?.log('WARNING', RESOLVER_SOURCE.replace(/resolve$/, 'isPortVisible'), messageOf(cause));
    const message = `${rootUrl} provided port:${port} is not reachable on host ${host}${UNREACHABLE}`;
    throw new TransportError(cause.code, 'retryable', message, { cause });
  }
}
