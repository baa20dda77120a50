/**
 * A controller's HTTP API, asked as a user: basic authentication with an API token, or with a password, for which a controller
 * wants a crumb that belongs to a session (hudson.security.csrf.CrumbFilter).
 */
import { httpGet } from '../../endpoint/http-get.js';
import type { GetOptions, HttpResponse } from '../../endpoint/http-get.js';
import type { Network } from '../../endpoint/network.js';
import { basicAuthorization } from '../../endpoint/url-login.js';
import { messageOf, TransportError } from '../../transport/errors.js';
import { textOf } from '../../transport/http/unexpected-answer.js';
import type { Secret } from '../life/secret.js';
import { CookieJar } from './cookie-jar.js';

export interface ControllerApiOptions {
  /** Root URL with its trailing slash. */
  readonly root: string;
  /** USER:TOKEN or USER:PASSWORD; undefined: nobody. */
  readonly login: Secret | undefined;
  /** What a reverse proxy wants besides. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly network: Network;
  /** For connecting, and for every read. Default 10 s. */
  readonly timeoutMs?: number | undefined;
}

/**
 * - `unreachable`: nobody answers, or a controller that is starting or going down; later it may
 * - `login`: who asks is not known
 * - `permission`: who asks is known, and may not
 * - `missing`: what is asked for is not there, or not to be seen
 * - `unexpected`: any other answer
 */
export type ApiTrouble = 'unreachable' | 'login' | 'permission' | 'missing' | 'unexpected';

/** An answer that is none; its text says so in words, without the login. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly trouble: ApiTrouble,
    message: string,
    /** Whether it answers a wish to change something. */
    readonly isByPost = false,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** More than any answer that is asked for here. */
const MAX_BYTES = 1024 * 1024;
const TIMEOUT_MS = 10_000;

export class ControllerApi {
  readonly #cookies = new CookieJar();
  #crumb: Readonly<Record<string, string>> = {};

  constructor(private readonly options: ControllerApiOptions) {}

  get root(): string {
    return this.options.root;
  }

  /**
   * @param path below the root
   * @returns the body of an answer 200
   * @throws ApiError; the signal's reason when aborted
   */
  async get(path: string, signal: AbortSignal): Promise<Buffer> {
    const answer = await this.#send(path, {}, signal);
    if (answer.status !== 200) throw refusal(answer);
    return answer.body;
  }

  /**
   * Posts a form. A crumb is got where one is wanted, which is told by a refusal: with an API token none is.
   * @returns the body of an answer that is good: 200, or a redirect to where the result can be seen
   * @throws ApiError; the signal's reason when aborted
   */
  async post(path: string, form: readonly (readonly [string, string])[], signal: AbortSignal): Promise<Buffer> {
    const content = new URLSearchParams(form.map(([name, value]) => [name, value])).toString();
    const post = { contentType: 'application/x-www-form-urlencoded; charset=UTF-8', content };
    let answer = await this.#send(path, { post }, signal);
    if (answer.status === 403 && (await this.#getCrumb(signal))) answer = await this.#send(path, { post }, signal);
    if (answer.status === 200 || isRedirectWithin(answer, this.root)) return answer.body;
    throw refusal(answer, true);
  }

  /** @returns whether there is one: a controller may be told to want none */
  async #getCrumb(signal: AbortSignal): Promise<boolean> {
    const answer = await this.#send('crumbIssuer/api/json', {}, signal);
    if (answer.status !== 200) return false;
    const { crumbRequestField: field, crumb } = parse(answer) as { crumbRequestField?: unknown; crumb?: unknown };
    if (typeof field !== 'string' || typeof crumb !== 'string') throw notJson(answer);
    this.#crumb = { [field]: crumb };
    return true;
  }

  async #send(path: string, how: Pick<GetOptions, 'post'>, signal: AbortSignal): Promise<HttpResponse> {
    const { root, login, headers = {}, network, timeoutMs = TIMEOUT_MS } = this.options;
    const url = new URL(path, root);
    const others = Object.entries(headers).filter(
      ([name]) => login === undefined || name.toLowerCase() !== 'authorization',
    );
    try {
      const answer = await httpGet(url, {
        ...how,
        network,
        signal,
        headers: {
          ...Object.fromEntries(others),
          ...(login === undefined ? {} : { Authorization: basicAuthorization(login.reveal()) }),
          ...this.#cookies.header(),
          ...(how.post === undefined ? {} : this.#crumb),
        },
        // Where a login page or another host would take over.
        maxRedirects: 0,
        connectTimeoutMs: timeoutMs,
        readTimeoutMs: timeoutMs,
        body: { kind: 'whole', maxBytes: MAX_BYTES },
      });
      this.#cookies.take(answer.setCookies ?? []);
      return answer;
    } catch (cause) {
      if (!(cause instanceof TransportError)) throw cause;
      throw new ApiError('unreachable', `${root} does not answer: ${messageOf(cause)}`, how.post !== undefined, {
        cause,
      });
    }
  }
}

/** @throws ApiError when it is no JSON */
export function parse({ url, body }: Pick<HttpResponse, 'url' | 'body'>): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw notJson({ url }, cause);
  }
}

function notJson({ url }: Pick<HttpResponse, 'url'>, cause?: unknown): ApiError {
  return new ApiError('unexpected', `${url.origin}${url.pathname} does not answer as Jenkins does`, false, { cause });
}

/** hudson.util.HttpResponses.redirectToDot: what was done can be seen there. A login page elsewhere is none. */
function isRedirectWithin({ url, status, headers }: HttpResponse, root: string): boolean {
  const { location } = headers;
  if (status < 300 || status >= 400 || location === undefined || !URL.canParse(location, url.href)) return false;
  const { hostname, pathname } = new URL(location, url);
  // Behind a reverse proxy a controller may call itself by another name; what it has of us there is a computer.
  if (hostname !== url.hostname && !pathname.includes('/computer/')) return false;
  return pathname.startsWith(new URL(root).pathname) && !/\/(?:securityRealm|login|oauth2?|saml)\b/i.test(pathname);
}

function refusal(answer: HttpResponse, isByPost = false): ApiError {
  const { url, status, headers } = answer;
  const place = `${url.origin}${url.pathname}`;
  if (status === 401) return new ApiError('login', `${place} refuses the login: 401`, isByPost);
  if (status === 403) {
    const why = /is missing the .{1,100}? permission/.exec(textOf(answer))?.[0] ?? headers['x-required-permission'];
    return new ApiError(
      'permission',
      `${place} does not allow it: 403${why === undefined ? '' : ` (${why})`}`,
      isByPost,
    );
  }
  if (status === 404) return new ApiError('missing', `${place} is not there: 404`, isByPost);
  const text = textOf(answer);
  const said = text === '' ? '' : ` (${text})`;
  if (status >= 500) return new ApiError('unreachable', `${place} answers ${status}${said}`, isByPost);
  if (status < 400) return new ApiError('unexpected', `${place} answers ${status}, which Jenkins does not`, isByPost);
  return new ApiError('unexpected', `${place} answers ${status}${said}`, isByPost);
}
