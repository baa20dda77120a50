import { readFile } from 'node:fs/promises';
import { fileOfUrl } from '../java/file-url.js';
import { messageOf, TransportError } from '../transport/errors.js';
import type { Network } from './network.js';
import { httpGet, type HttpResponse } from './http-get.js';
import { decryptJnlpFile, parseJnlpArguments } from './jnlp-file.js';
import { basicAuthorization } from './url-login.js';

export interface FetchJnlpOptions {
  /** Set: the encrypted form is asked for and opened with it. */
  readonly secret?: string | undefined;
  /** `user:password` for HTTP Basic; not together with a secret. */
  readonly credentials?: string | undefined;
  /** `user:password` that stood in the URL; `credentials` win. */
  readonly login?: string | undefined;
  readonly network?: Network | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Defaults 30 s and 60 s. */
  readonly timeouts?: { readonly connectMs?: number; readonly readMs?: number } | undefined;
}

/** More than any controller writes there. */
const MAX_BYTES = 1024 * 1024;

/**
 * Fetches the agent's description and returns its command line (hudson.remoting.Launcher.parseJnlpArguments).
 * @param location http, https or file URL, or a path on this machine
 * @throws TransportError: retryable while the controller does not answer, INVALID_JNLP_FILE and INVALID_ARGUMENT are fatal
 */
export async function fetchJnlpArguments(location: string, options: FetchJnlpOptions): Promise<string[]> {
  if (options.secret !== undefined && options.credentials !== undefined) {
    throw new TransportError('INVALID_ARGUMENT', 'fatal', '-jnlpCredentials and -secret are mutually exclusive');
  }
  const url = URL.canParse(location) ? new URL(location) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return fetchByHttp(url, options);
  return readLocal(url?.protocol === 'file:' ? fileOfUrl(new URL(url.pathname, url)) : location, options);
}

async function fetchByHttp(url: URL, options: FetchJnlpOptions): Promise<string[]> {
  const { secret, credentials = options.login, timeouts } = options;
  const target = secret === undefined ? url : new URL(`${url.href}?encrypt=true`);
  const response = await httpGet(target, {
    headers: credentials === undefined ? {} : { Authorization: basicAuthorization(credentials) },
    network: options.network,
    signal: options.signal,
    connectTimeoutMs: timeouts?.connectMs ?? 30_000,
    readTimeoutMs: timeouts?.readMs ?? 60_000,
    body: { kind: 'whole', maxBytes: MAX_BYTES },
  }).catch((cause: unknown) => {
    if (!(cause instanceof TransportError)) throw cause;
    throw new TransportError(cause.code, cause.policy, `Failed to obtain ${target.href}: ${cause.message}`, { cause });
  });
  if (response.status >= 400) {
    const text = `Failed to load ${target.href}: ${response.status} ${response.statusText}`;
    throw new TransportError('NOT_JENKINS', 'retryable', text);
  }
  return parseResponse(target, response, secret);
}

/** A wrong content type matters only when the content turns out to be wrong as well. */
async function parseResponse(url: URL, response: HttpResponse, secret: string | undefined): Promise<string[]> {
  const expected = secret === undefined ? 'application/x-java-jnlp-file' : 'application/octet-stream';
  const contentType = response.headers['content-type'];
  try {
    return await parseJnlpArguments(secret === undefined ? response.body : decryptJnlpFile(response.body, secret));
  } catch (cause) {
    if (contentType?.startsWith(expected) === true) throw explained(url.href, cause, secret);
    const text = `${url.href} doesn't look like a JNLP file; content type was ${contentType ?? 'null'}`;
    throw new TransportError('INVALID_JNLP_FILE', 'retryable', text, { cause });
  }
}

async function readLocal(path: string, { secret, signal }: FetchJnlpOptions): Promise<string[]> {
  const bytes = await readFile(path, { signal }).catch((cause: unknown) => {
    if (signal?.aborted === true) throw signal.reason;
    throw new TransportError('INVALID_ARGUMENT', 'fatal', `Failed to load ${path}: ${messageOf(cause)}`, { cause });
  });
  // A controller's file lies here as it was saved: as text, or as ?encrypt=true gives it.
  const plain = secret === undefined || /^\uFEFF?\s*</.test(bytes.toString('utf8'));
  try {
    return await parseJnlpArguments(plain ? bytes : decryptJnlpFile(bytes, secret));
  } catch (cause) {
    throw explained(path, cause, plain ? undefined : secret);
  }
}

function explained(where: string, cause: unknown, secret: string | undefined): TransportError {
  const hint = secret === undefined ? '' : ' (does the secret belong to this agent?)';
  return new TransportError(
    'INVALID_JNLP_FILE',
    'fatal',
    `${where} is not a valid JNLP file: ${messageOf(cause)}${hint}`,
    {
      cause,
    },
  );
}
