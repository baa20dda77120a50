import { setTimeout as delay } from 'node:timers/promises';
import { USER_AGENT } from '../../remoting/user-agent.js';
import type { Dispatcher } from 'undici';
import { errorCode } from '../../java/file-errors.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { networkError } from '../../jenkins/archive/download.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { nullableStr, str } from '../../callables/shape.js';
import { withServer } from './answer.js';

/** A request to the API of Salt; answers its JSON. { String auth, String targetURL, String urlParamsS } */
const httpCallable = callable({
  name: 'com.waytta.HttpCallable',
  fields: { auth: nullableStr, targetURL: str, urlParamsS: nullableStr },
  run: async ({ auth, targetURL, urlParamsS }, { signal }) => {
    const token = auth === null || auth === '' ? null : auth;
    const answer = await ask({ url: targetURL, body: bodyOf(targetURL, urlParamsS), token }, signal);
    if (answer.status < 200 || answer.status > 299) throw badResponse(answer);
    return withServer(answer.text, token === null ? { server: answer.server } : null);
  },
});

/** How often, and how long after, when Salt is too slow. */
const ATTEMPTS = 3;
const PAUSE_MS = 3_000;
const CONNECT_TIMEOUT_MS = 30_000;

interface SaltRequest {
  readonly url: string;
  /** null for a GET. */
  readonly body: string | null;
  readonly token: string | null;
}

interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly server: string | null;
  /** Its lines, each with a \r behind it: how the plugin puts them together. */
  readonly text: string;
}

/** What is to be sent: nothing, an empty object too, makes a GET, except to a hook. */
function bodyOf(url: string, parameters: string | null): string | null {
  const isHook = url.includes('/hook');
  if (parameters === null && isHook) throw new JavaError('java.lang.NullPointerException', null);
  return parameters === null || (/^\s*\{\s*\}\s*$/.test(parameters) && !isHook) ? null : parameters;
}

async function ask(request: SaltRequest, signal: AbortSignal): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await askOnce(request, signal);
    const isSlow = answer === null || answer.status === 408 || answer.status === 500;
    if (!isSlow) return answer;
    if (attempt === ATTEMPTS) return answer ?? timedOut();
    await delay(PAUSE_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** @returns null when the server cannot be reached in time */
async function askOnce({ url, body, token }: SaltRequest, signal: AbortSignal): Promise<Answer | null> {
  const { EnvHttpProxyAgent, interceptors, request } = await import('undici');
  const connections = new EnvHttpProxyAgent({ connect: { timeout: CONNECT_TIMEOUT_MS } });
  const dispatcher = connections.compose(interceptors.redirect({ maxRedirections: MAX_REDIRECTIONS }));
  const headers = {
    accept: 'application/json',
    'user-agent': USER_AGENT,
    ...(body !== null && { 'content-type': 'application/json' }),
    ...(token !== null && { 'x-auth-token': token }),
  };
  try {
    // DataOutputStream.writeBytes keeps the lower half of each character.
    const bytes = body === null ? null : Buffer.from(body, 'latin1');
    return await readAnswer(
      await request(url, { dispatcher, signal, method: body === null ? 'GET' : 'POST', headers, body: bytes }),
    );
  } catch (error) {
    signal.throwIfAborted();
    if (errorCode(error) === 'UND_ERR_CONNECT_TIMEOUT') return null;
    throw networkError(error, url);
  } finally {
    await connections.destroy();
  }
}

async function readAnswer({ statusCode, statusText, headers, body }: Dispatcher.ResponseData): Promise<Answer> {
  const server = headers['server'];
  const text = (await body.text()).replace(/\r\n|\n/g, '\r');
  return {
    status: statusCode,
    statusText,
    server: server === undefined ? null : String(server),
    text: text === '' || text.endsWith('\r') ? text : `${text}\r`,
  };
}

function badResponse({ status, statusText, text }: Answer): JavaError {
  const heading = status >= 400 ? 'HTTP ERROR: \n' : 'HTTP Response: \n';
  const content = text === '' && status >= 400 ? '' : `${heading}${text}${status >= 400 ? '\n\n' : ''}`;
  return ioError(`Bad ResponseCode: ${status} ${statusText}\n${content}`);
}

function timedOut(): never {
  throw new JavaError('java.net.SocketTimeoutException', 'Connect timed out');
}

/** http.maxRedirects of java.net. */
const MAX_REDIRECTIONS = 20;

export const saltstackCallables = [httpCallable] satisfies Declaration[];
