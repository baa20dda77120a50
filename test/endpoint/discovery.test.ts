import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { discover, type DiscoveryOptions } from '../../src/endpoint/discovery.js';
import { proxySettings } from '../../src/endpoint/proxy.js';
import { isLoginReady } from '../../src/endpoint/readiness.js';
import { fingerprint } from '../../src/transport/fingerprint.js';
import { createCredentials } from '../transport/credentials.js';
import { listen } from '../transport/sockets.js';
import { proxy, serve } from './http-server.js';
import { MemoryLogger } from './memory-logger.js';

const { identity } = createCredentials();

interface Page {
  readonly status?: number;
  readonly headers?: Record<string, string | undefined>;
}

/** A controller's tcpSlaveAgentListener/. */
async function controller(page: Page = {}): Promise<{ url: string; port: number; requests: IncomingHttpHeaders[] }> {
  const port = await listen(() => undefined);
  const requests: IncomingHttpHeaders[] = [];
  const url = await serve((incoming, outgoing) => {
    requests.push(incoming.headers);
    const headers = Object.entries<string | undefined>({
      'X-Jenkins-JNLP-Port': String(port),
      'X-Jenkins-Agent-Protocols': 'JNLP4-connect, Ping',
      'X-Instance-Identity': identity.toString('base64'),
      'X-Remoting-Minimum-Version': '4.7',
      ...page.headers,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined);
    outgoing.writeHead(
      incoming.url === '/tcpSlaveAgentListener/' ? (page.status ?? 200) : 404,
      Object.fromEntries(headers),
    );
    outgoing.end();
  });
  return { url, port, requests };
}

function options(more: Partial<DiscoveryOptions> = {}): DiscoveryOptions {
  return { agentVersion: '3256.v88a_f6e922152', ...more };
}

describe('discover', () => {
  it('reads the answer and says what the official agent says', async () => {
    const { url, port, requests } = await controller();
    const lines: string[] = [];
    const logger = new MemoryLogger();
    const found = await discover(
      [url],
      options({ name: 'ä', credentials: 'u:p', status: (line) => lines.push(line), logger }),
    );
    expect(found).toEqual({
      endpoint: { host: '127.0.0.1', port, protocols: ['JNLP4-connect', 'Ping'], identity, url },
      urls: [url],
    });
    expect(lines).toEqual([
      `Locating server among [${url}]`,
      `Agent discovery successful\n  Agent address: 127.0.0.1\n  Agent port:    ${port}\n  Identity:      ${fingerprint(identity)}`,
    ]);
    expect(logger.messages).toEqual(['Remoting server accepts the following protocols: [JNLP4-connect, Ping]']);
    expect(requests[0]).toMatchObject({ authorization: 'Basic dTpw' });
    expect(Buffer.from(String(requests[0]?.['node-name']), 'latin1').toString()).toBe('ä');
  });

  it('takes the older header, and a host that is named', async () => {
    const port = await listen(() => undefined);
    const headers = {
      'X-Jenkins-JNLP-Port': undefined,
      'X-Hudson-JNLP-Port': String(port),
      'X-Jenkins-JNLP-Host': 'localhost',
      'X-Jenkins-Agent-Protocols': undefined,
      'X-Remoting-Minimum-Version': undefined,
    };
    const { url } = await controller({ headers });
    expect((await discover([url], options())).endpoint).toMatchObject({
      host: 'localhost',
      port,
      protocols: undefined,
    });
  });

  const bad: [Page, string, string][] = [
    [
      { status: 404, headers: { 'X-Remoting-Minimum-Version': '9999' } },
      'NOT_JENKINS',
      'URLtcpSlaveAgentListener/ is invalid: 404 Not Found (wrong -url, or the TCP port',
    ],
    [{ status: 503 }, 'NOT_JENKINS', 'URLtcpSlaveAgentListener/ is invalid: 503 Service Unavailable'],
    [
      { headers: { 'X-Remoting-Minimum-Version': '9999', 'X-Instance-Identity': undefined } },
      'VERSION_TOO_OLD',
      'Agent version 9999 or newer is required.',
    ],
    [
      { headers: { 'X-Instance-Identity': undefined, 'X-Jenkins-JNLP-Port': undefined } },
      'INVALID_ENDPOINT',
      'URLtcpSlaveAgentListener/ appears to be publishing an invalid X-Instance-Identity.',
    ],
    [
      { headers: { 'X-Instance-Identity': 'AAAA' } },
      'INVALID_ENDPOINT',
      'URLtcpSlaveAgentListener/ appears to be publishing an invalid X-Instance-Identity.',
    ],
    [{ headers: { 'X-Jenkins-JNLP-Port': undefined } }, 'NOT_JENKINS', 'URL is not Jenkins (check -url)'],
    [{ headers: { 'X-Jenkins-JNLP-Port': 'x' } }, 'INVALID_ENDPOINT', 'URL is publishing an invalid port'],
    [{ headers: { 'X-Jenkins-JNLP-Port': '65536' } }, 'INVALID_ENDPOINT', 'URL is publishing an invalid port'],
    [{ headers: { 'X-Jenkins-JNLP-Port': '0' } }, 'INVALID_ENDPOINT', 'URL is publishing an invalid port'],
    [
      { headers: { 'X-Jenkins-JNLP-Port': '1' } },
      'CONNECT_FAILED',
      'URL provided port:1 is not reachable on host 127.0.0.1',
    ],
  ];

  it.each(bad)('refuses %j', async (page, code, message) => {
    const { url } = await controller(page);
    await expect(discover([url], options())).rejects.toMatchObject({
      name: 'TransportError',
      code,
      policy: 'retryable',
      message: expect.stringContaining(message.replace('URL', url)) as unknown,
    });
  });

  it('tries the URLs in order, and the one that answered first the next time', async () => {
    const broken = await controller({ status: 500 });
    const good = await controller();
    const spare = await controller();
    const found = await discover([broken.url, good.url, spare.url], options());
    expect(found).toMatchObject({ endpoint: { url: good.url }, urls: [good.url, broken.url, spare.url] });
    expect(spare.requests).toEqual([]);
  });

  it('keeps all failures', async () => {
    const broken = await controller({ status: 500 });
    const error: unknown = await discover(['http://127.0.0.1:1/', broken.url, 'nonsense/'], options()).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(discover(['http://127.0.0.1:1/', broken.url], options())).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      message: expect.stringMatching(
        /^Failed to connect to http:\/\/127\.0\.0\.1:1\/tcpSlaveAgentListener\/: .*ECONNREFUSED.*; .* is invalid: 500 /,
      ) as unknown,
      failures: [{ code: 'CONNECT_FAILED' }, { code: 'NOT_JENKINS' }],
    });
  });

  it('does not probe behind a tunnel', async () => {
    const { url, port } = await controller({ headers: { 'X-Jenkins-JNLP-Port': '1' } });
    const logger = new MemoryLogger();
    expect((await discover([url], options({ tunnel: `elsewhere:${port}`, logger }))).endpoint).toMatchObject({
      host: 'elsewhere',
      port,
    });
    expect((await discover([url], options({ tunnel: 'elsewhere:' }))).endpoint).toMatchObject({
      host: 'elsewhere',
      port: 1,
    });
    expect(logger.messages).toContain(
      'Remoting TCP connection tunneling is enabled. Skipping the TCP Agent Listener Port availability check',
    );
    await expect(discover([url], options({ tunnel: 'x' }))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      policy: 'fatal',
    });
  });

  it('warns about an empty list of protocols and takes it for none', async () => {
    const { url } = await controller({ headers: { 'X-Jenkins-Agent-Protocols': ' , ' } });
    const logger = new MemoryLogger();
    expect((await discover([url], options({ logger }))).endpoint.protocols).toBeUndefined();
    expect(logger.records[0]).toMatchObject({
      level: 'WARNING',
      message: expect.stringContaining('JENKINS-41730') as unknown,
    });
    expect((await discover([url], options({ protocolsToTry: ['P'] }))).endpoint.protocols).toEqual(['P']);
  });

  it('asks and probes through the proxy', async () => {
    const { url, port } = await controller({ headers: { 'X-Jenkins-JNLP-Host': 'controller.example' } });
    const targets = [Number(new URL(url).port), port];
    const way = await proxy(() => targets.shift() ?? 0);
    const network = { proxies: proxySettings({ http_proxy: way.url }) };
    await discover(['http://controller.example/'], options({ network }));
    expect(way.requests).toEqual([
      'GET http://controller.example/tcpSlaveAgentListener/ none',
      `CONNECT controller.example:${port} none`,
    ]);
  });

  it('can be aborted', async () => {
    const silent = await listen(() => undefined);
    const reason = new Error('stop');
    const signal = AbortSignal.abort(reason);
    await expect(discover([`http://127.0.0.1:${silent}/`], options({ signal }))).rejects.toBe(reason);
  });
});

describe('readiness', () => {
  it('asks the login page for WebSocket', async () => {
    const url = await serve((incoming, outgoing) => {
      outgoing.writeHead(incoming.url === '/login' ? 200 : 503).end();
    });
    const lines: string[] = [];
    const status = (line: string): void => void lines.push(line);
    expect(await isLoginReady({ url, status })).toBe(true);
    expect(await isLoginReady({ url: `${url}x/`, status })).toBe(false);
    expect(await isLoginReady({ url: 'http://127.0.0.1:1/', status })).toBe(false);
    expect(lines).toEqual([`${url}x/login is not ready: 503`, 'http://127.0.0.1:1/login is not ready']);
  });
});
