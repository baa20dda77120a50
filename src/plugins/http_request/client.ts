/** The client of one execution: it follows redirects, keeps cookies, logs in when it is asked to, and undoes compressions. */
import { Readable } from 'node:stream';
import { Connections } from './connections.js';
import type { ConnectionSettings, Incoming } from './connections.js';
import { Cookies } from './cookies.js';
import { decompressed } from './decompress.js';
import type { NameValue } from './entity.js';
import { bodyFailure, isWorthRetrying, requestFailure } from './failures.js';
import type { Generation } from './generation.js';
import type { LoginExchange } from './login-exchange.js';
import { isRedirect, redirected } from './redirect.js';
import { clientProtocol, wireHeaders } from './request.js';
import type { Request } from './request.js';

export interface Response {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly NameValue[];
  /** null where HTTP knows no body. Fails as java.io does. */
  readonly body: AsyncIterable<Buffer> | null;
}

export interface ClientSettings extends ConnectionSettings {
  /** Logging in to the server at this origin. */
  readonly login: { readonly origin: string; readonly exchange: LoginExchange } | null;
}

const MAX_REDIRECTS = 50;

export class HttpClient {
  readonly #cookies = new Cookies();

  private constructor(
    private readonly connections: Connections,
    private readonly settings: ClientSettings,
    private readonly generation: Generation,
    private readonly signal: AbortSignal,
  ) {}

  static async open(settings: ClientSettings, generation: Generation, signal: AbortSignal): Promise<HttpClient> {
    return new HttpClient(await Connections.open(settings), settings, generation, signal);
  }

  /**
   * @throws JavaError java.net.UnknownHostException, SocketTimeoutException, ...; those of Apache's client that the plugin
   *   treats as answers have their names in it
   */
  async execute(first: Request): Promise<Response> {
    refuseUnroutable(first, this.generation);
    const seen = new Set<string>();
    for (let request = first, redirects = 0; ; redirects++) {
      const answer = await this.#withLogin(request);
      if (!isRedirect(request, answer, this.generation)) return this.#response(request, answer);
      if (redirects === MAX_REDIRECTS) {
        throw clientProtocol(`Maximum redirects (${MAX_REDIRECTS}) exceeded`, this.generation);
      }
      const next = redirected(request, answer, this.generation);
      if (next === null) return this.#response(request, answer);
      if (seen.has(next.url.href)) {
        throw clientProtocol(`Circular redirect to '${next.url.href}'`, this.generation);
      }
      seen.add(next.url.href);
      await this.#dump(answer);
      request = next;
    }
  }

  /** Whatever is still open of it ends. */
  close(): Promise<void> {
    return this.connections.destroy();
  }

  async #withLogin(request: Request): Promise<Incoming> {
    for (;;) {
      const answer = await this.#sendAgain(request);
      await this.#cookies.keep(request.url, answer.headers);
      const exchange = answer.status === 401 ? this.#loginTo(request) : answer.status === 407 ? this.#proxyLogin : null;
      if (exchange?.refused(answer.headers) !== true) return answer;
      await this.#dump(answer);
    }
  }

  async #sendAgain(request: Request): Promise<Incoming> {
    for (let retries = request.entity ? 0 : this.generation.retries; ; retries--) {
      try {
        return await this.#send(request);
      } catch (error) {
        this.signal.throwIfAborted();
        const place = this.settings.proxy?.url ?? request.url;
        const failure = requestFailure(error, place, this.generation);
        if (retries === 0 || !isWorthRetrying(failure)) throw failure;
      }
    }
  }

  async #send(request: Request): Promise<Incoming> {
    const { method, url, entity } = request;
    const headers = wireHeaders(request, this.generation);
    const authorization = await this.#loginTo(request)?.authorization({
      method,
      uri: url.pathname + url.search,
      body: () => entity?.content(this.signal) ?? Readable.from([]),
    });
    if (authorization != null) headers.push(['Authorization', authorization]);
    const cookie = this.#cookies.for(url);
    if (cookie !== null) headers.push(['Cookie', cookie]);
    const body = entity && entity.length > 0 ? entity.content(this.signal) : null;
    return this.connections.send({ method, url, headers, body }, this.signal);
  }

  /** A request that brings its own header is not logged in. */
  #loginTo({ url, headers }: Request): LoginExchange | null {
    const { login } = this.settings;
    const brings = headers.some(([name]) => name.toLowerCase() === 'authorization');
    return login?.origin === url.origin && !brings ? login.exchange : null;
  }

  get #proxyLogin(): LoginExchange | null {
    return this.settings.proxy?.login ?? null;
  }

  async #dump({ body }: Incoming): Promise<void> {
    try {
      await body?.dump();
    } catch {
      // What is skipped may be broken; the next request gets another connection.
      this.signal.throwIfAborted();
    }
  }

  #response(request: Request, { status, statusText, headers, body }: Incoming): Response {
    const isBodiless = request.method === 'HEAD' || status === 204 || status === 304;
    if (body === null || isBodiless) return { status, statusText, headers, body: null };
    const content = this.#content(body, headers);
    return { status, statusText, ...decompressed(content, headers) };
  }

  async *#content(body: AsyncIterable<Buffer>, headers: readonly NameValue[]): AsyncGenerator<Buffer> {
    let received = 0;
    try {
      for await (const chunk of body) {
        received += chunk.length;
        yield chunk;
      }
    } catch (error) {
      this.signal.throwIfAborted();
      const announced = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
      throw bodyFailure(error, received, announced === undefined ? null : Number(announced), this.generation);
    }
  }
}

/** @throws JavaError for URLs that are none of HTTP's, and for user names in them, which version 5 does not take */
function refuseUnroutable({ url, given }: Request, generation: Generation): void {
  const is4 = generation.version === 4;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const scheme = url.protocol.slice(0, -1);
    const what = is4 ? `${scheme} protocol is not supported` : `Unroutable protocol scheme: ${scheme}://${url.host}`;
    throw clientProtocol(what, generation);
  }
  if (!is4 && /^[^/?#]*\/\/[^/?#]*@/.test(given)) {
    throw clientProtocol('Request URI authority contains deprecated userinfo component', generation);
  }
}
