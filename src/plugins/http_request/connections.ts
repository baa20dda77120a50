/** Connections to servers: direct, by the proxy that the environment names, or by one that the request names. */
import { Readable } from 'node:stream';
import { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Client, Dispatcher, buildConnector } from 'undici';
import type { NameValue } from './entity.js';
import { readTimedOut } from './failures.js';
import type { LoginExchange } from './login-exchange.js';

export interface ConnectionSettings {
  /** Of each wait, for the connection as for bytes; 0 waits without end. */
  readonly timeoutMs: number;
  readonly tls: Pick<ConnectionOptions, 'rejectUnauthorized' | 'pfx' | 'passphrase' | 'cert' | 'key'>;
  /** Whether proxies of the environment are used: what the system properties of a JVM are for. */
  readonly useSystemProperties: boolean;
  readonly proxy: { readonly url: URL; readonly login: LoginExchange | null } | null;
}

export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: readonly NameValue[];
  readonly body: AsyncIterable<Buffer> | null;
}

/** A response as it came; its body must be taken or dumped. */
export interface Incoming {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly NameValue[];
  /** null: of a proxy that refused to connect us. */
  readonly body: (Readable & AsyncIterable<Buffer> & { dump(): Promise<void> }) | null;
}

export class Connections {
  private constructor(
    private readonly dispatcher: Dispatcher,
    private readonly proxy: { readonly client: Client; readonly login: LoginExchange | null } | null,
  ) {}

  static async open(settings: ConnectionSettings): Promise<Connections> {
    const { Agent, Client, EnvHttpProxyAgent, buildConnector } = await import('undici');
    const { timeoutMs, tls, proxy } = settings;
    const waits = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
    const connect = { timeout: timeoutMs, ...tls };
    if (proxy) {
      const client = new Client(proxy.url.origin, { ...waits, connect });
      const secure = buildConnector(connect);
      const tunnel = tunnelBy(client, proxy.login, secure, timeoutMs);
      return new Connections(new Agent({ ...waits, connect: tunnel }), { client, login: proxy.login });
    }
    const options = { ...waits, connect };
    const dispatcher = settings.useSystemProperties
      ? new EnvHttpProxyAgent({ ...options, requestTls: connect })
      : new Agent(options);
    return new Connections(dispatcher, null);
  }

  /** Sends a request, once; how it fails is undici's word for it. */
  async send({ method, url, headers, body }: Outgoing, signal: AbortSignal): Promise<Incoming> {
    // A proxy gets a plain request in absolute form.
    const byProxy = url.protocol === 'http:' ? this.proxy : null;
    const path = byProxy ? `${url.origin}${url.pathname}${url.search}` : `${url.pathname}${url.search}`;
    const authorization = await byProxy?.login?.authorization({ method, uri: path, body: nothing });
    const all = authorization == null ? headers : [...headers, ['Proxy-Authorization', authorization] as const];
    const dispatcher = byProxy?.client ?? this.dispatcher;
    const { origin } = url;
    try {
      const answer = await dispatcher.request({
        origin,
        path,
        method,
        headers: all.flat(),
        body: body && Readable.from(body, { objectMode: false }),
        signal,
        responseHeaders: 'raw',
      });
      return {
        status: answer.statusCode,
        statusText: answer.statusText,
        headers: pairs(answer.headers as unknown as string[]),
        body: answer.body as unknown as Incoming['body'],
      };
    } catch (error) {
      if (error instanceof TunnelRefused) return error.answer;
      throw error;
    }
  }

  async destroy(): Promise<void> {
    await this.dispatcher.destroy();
    await this.proxy?.client.destroy();
  }
}

/** Carries the answer of a proxy that does not connect us out of undici. */
class TunnelRefused extends Error {
  constructor(readonly answer: Incoming) {
    super(`the proxy answered ${answer.status}`);
  }
}

/** A connector that asks a proxy for a tunnel and, where the origin is secure, starts TLS in it. */
function tunnelBy(
  client: Client,
  login: LoginExchange | null,
  secure: buildConnector.connector,
  timeoutMs: number,
): buildConnector.connector {
  return (options, callback) => {
    const { hostname, protocol, port } = options;
    const target = `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
    openTunnel(client, login, target, timeoutMs).then(
      (httpSocket) => secure({ ...options, httpSocket }, callback),
      (error: unknown) => callback(error as Error, null),
    );
  };
}

async function openTunnel(
  client: Client,
  login: LoginExchange | null,
  target: string,
  timeoutMs: number,
): Promise<Socket> {
  for (;;) {
    const authorization = await login?.authorization({ method: 'CONNECT', uri: target, body: nothing });
    const headers = {
      host: target,
      ...(authorization == null ? {} : { 'proxy-authorization': authorization }),
    };
    const signal = timeoutMs > 0 ? AbortSignal.timeout(timeoutMs) : null;
    const answer = await client.connect({ path: target, headers, signal }).catch((error: unknown) => {
      throw signal?.aborted === true ? readTimedOut() : error;
    });
    const isOpen = answer.statusCode >= 200 && answer.statusCode < 300;
    if (isOpen && answer.socket instanceof Socket) return answer.socket;
    answer.socket.on('error', () => undefined).destroy();
    const refusal = Object.entries(answer.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((one) => [name, one] as const),
    );
    if (answer.statusCode !== 407 || login?.refused(refusal) !== true) {
      throw new TunnelRefused({ status: answer.statusCode, statusText: '', headers: refusal, body: null });
    }
  }
}

function pairs(raw: readonly string[]): NameValue[] {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? ''] as const);
}

/** A tunnel has no body, and nor has a proxy's share of a request. */
function nothing(): AsyncIterable<Buffer> {
  return Readable.from([]);
}
