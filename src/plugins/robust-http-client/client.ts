/**
 * io.jenkins.plugins.httpclient.RobustHTTPClient: requests that are tried again after failures which may pass: of the network, of
 * the server (5xx), and attempts that take too long. Fields of its objects:
 *
 *     int stopAfterAttemptNumber    long timeout (seconds)    long waitMaximum (seconds)    long waitMultiplier (ms)
 */
import { Readable } from 'node:stream';
import { USER_AGENT } from '../../remoting/user-agent.js';
import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { Deadline } from '../../java/deadline.js';
import { errorCode } from '../../java/file-errors.js';
import { JavaError, ioError } from '../../java/java-error.js';
import type { JavaObject } from '../../serial/model.js';
import { networkError } from '../../jenkins/archive/download.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { int, long, readShape } from '../../callables/shape.js';

/** One HTTP request. `body` is called for each attempt. */
export interface HttpTask {
  /** `upload`: for the log. */
  readonly what: string;
  /** `upload FILE to URL`: for error messages. */
  readonly inFull: string;
  readonly method: 'GET' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: () => AsyncIterable<Buffer>;
  /** Takes the body of a successful response; what it throws counts as a failure of the attempt. */
  readonly use?: (body: AsyncIterable<Buffer>) => Promise<void>;
}

/** Makes the request until it succeeds. Throws the last failure (java.io.IOException, hudson.AbortException), or the signal's reason. */
export async function robustRequest(
  client: JavaObject,
  task: HttpTask,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  const settings = readShape(client, {
    stopAfterAttemptNumber: int,
    timeout: long,
    waitMaximum: long,
    waitMultiplier: long,
  });
  for (let attempt = 1; ; attempt++) {
    const failure = await attemptWithin(task, Number(settings.timeout), signal);
    if (!failure) break;
    const { error, status } = failure;
    const final = (status > 0 && status < 200) || (status >= 300 && status < 500);
    if (attempt === settings.stopAfterAttemptNumber || final || !isIOException(error)) throw error;
    const wait = Math.min(2 ** attempt * Number(settings.waitMultiplier), Number(settings.waitMaximum) * 1000);
    await delay(wait, undefined, { signal }).catch(() => signal.throwIfAborted());
    const reason = error.javaClass === 'hudson.AbortException' ? (error.javaMessage ?? '') : error.toString();
    await listener.println(`Retrying ${task.what} after: ${reason}`);
  }
  listener.flush();
}

/** RobustHTTPClient.sanitize: neither what is in front of the host nor the query is for logs. */
export function sanitizeUrl(text: string): string {
  const scheme = /^[^:/?#]+:\/\//.exec(text)?.[0];
  if (scheme === undefined) return text;
  const [beforeFragment = '', ...fragment] = splitOnce(text.slice(scheme.length), '#');
  const [place = '', ...query] = splitOnce(beforeFragment, '?');
  const [authority = '', ...path] = splitOnce(place, '/');
  const shown = authority.includes('@') ? `…@${authority.slice(authority.lastIndexOf('@') + 1)}` : authority;
  return [scheme, shown, ...path, query.length === 0 ? '' : '?…', ...fragment].join('');
}

/** The text up to a separator, and from there on if there is one. */
function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at)];
}

interface Failure {
  readonly error: unknown;
  /** 0 when there was no response. */
  readonly status: number;
}

async function attemptWithin(task: HttpTask, seconds: number, signal: AbortSignal): Promise<Failure | null> {
  const deadline = new Deadline(seconds * 1000, timeoutError, signal);
  const cut = deadline.signal;
  const response = { status: 0 };
  try {
    signal.throwIfAborted();
    await attemptOnce(task, cut, response);
    return null;
  } catch (error) {
    signal.throwIfAborted();
    // Whatever undici and the system report has a code; anything else is a defect of ours and passes as it is.
    const fromOutside = errorCode(error) === undefined ? error : networkError(error, task.url);
    const reason: unknown = cut.aborted ? cut.reason : fromOutside;
    return { error: reason, status: response.status };
  } finally {
    deadline.end();
  }
}

/** Redirects are followed for GET alone, as org.apache.http does. */
async function attemptOnce(task: HttpTask, signal: AbortSignal, response: { status: number }): Promise<void> {
  const { EnvHttpProxyAgent, interceptors, request } = await import('undici');
  const connections = new EnvHttpProxyAgent();
  const maxRedirections = task.method === 'GET' ? MAX_REDIRECTIONS : 0;
  const dispatcher = connections.compose(interceptors.redirect({ maxRedirections }));
  try {
    const { method, body } = task;
    const headers = { 'user-agent': USER_AGENT, ...task.headers };
    const answer = await request(task.url, { dispatcher, signal, method, headers, body: readable(body) });
    response.status = answer.statusCode;
    if (answer.statusCode < 200 || answer.statusCode >= 300) throw await refusal(task, answer);
    if (task.use) await task.use(answer.body as AsyncIterable<Buffer>);
    else await answer.body.dump();
  } finally {
    await connections.destroy();
  }
}

/** org.apache.http's http.protocol.max-redirects */
const MAX_REDIRECTIONS = 50;

function readable(body: HttpTask['body']): Readable | null {
  return body ? Readable.from(body(), { objectMode: false }) : null;
}

async function refusal({ inFull }: HttpTask, answer: Dispatcher.ResponseData): Promise<JavaError> {
  const response = `${answer.statusCode} ${answer.statusText}, body: ${await answer.body.text()}`;
  return new JavaError('hudson.AbortException', `Failed to ${inFull}, response: ${response}`);
}

function timeoutError(): JavaError {
  return ioError('java.util.concurrent.TimeoutException');
}

/** Errors of java.lang are no business of the network. */
function isIOException(error: unknown): error is JavaError {
  return error instanceof JavaError && !error.javaClass.startsWith('java.lang.');
}
