import { createServer as createTlsServer } from 'node:https';
import { describe, expect, it } from 'vitest';
import { type GetOptions, httpGet, type HttpResponse } from '../../src/endpoint/http-get.js';
import { proxySettings } from '../../src/endpoint/proxy.js';
import { loadTrust } from '../../src/endpoint/trust.js';
import { createCredentials } from '../transport/credentials.js';
import { dial, listen, listenOn } from '../transport/sockets.js';
import { proxy, serve } from './http-server.js';
import { MemoryLogger } from './memory-logger.js';

function get(url: string, options: Partial<GetOptions> = {}): Promise<HttpResponse> {
  return httpGet(new URL(url), {
    connectTimeoutMs: 5000,
    readTimeoutMs: 5000,
    body: { kind: 'whole', maxBytes: 1000 },
    ...options,
  });
}

describe('httpGet', () => {
  it('returns status, headers and body of any answer', async () => {
    const url = await serve((incoming, outgoing) => {
      outgoing.writeHead(503, 'Busy', { 'X-A': incoming.headers['x-b'] }).end(`${incoming.method} ${incoming.url}`);
    });
    const response = await get(`${url}x?y=1`, { headers: { 'X-B': 'b' } });
    expect(response).toMatchObject({ status: 503, statusText: 'Busy', headers: { 'x-a': 'b' } });
    expect(response.body.toString()).toBe('GET /x?y=1');
  });

  it('says who asks, unless a header says otherwise; to a proxy, too', async () => {
    const url = await serve((incoming, outgoing) => outgoing.end(incoming.headers['user-agent'] ?? 'nobody'));
    const network = { userAgent: 'jenkins-inbound-agent/1 (remoting 2)' };
    expect((await get(url, { network })).body.toString()).toBe(network.userAgent);
    expect((await get(url, { network, headers: { 'User-Agent': 'other' } })).body.toString()).toBe('other');
    const heads: string[] = [];
    const port = await listen((socket) => {
      socket.once('data', (bytes) => {
        heads.push(bytes.toString());
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      });
    });
    const proxies = proxySettings({ https_proxy: `http://127.0.0.1:${port}` });
    const refused = get('https://controller.example/', { network: { ...network, proxies } });
    await expect(refused).rejects.toMatchObject({ code: 'PROXY_REFUSED' });
    expect(heads.join()).toContain(`\r\nUser-Agent: ${network.userAgent}\r\n`);
  });

  it('leaves the body when it is not wanted, and refuses one that is too large', async () => {
    const url = await serve((_incoming, outgoing) => {
      outgoing.write('x'.repeat(1001));
      if (_incoming.url !== '/endless') outgoing.end();
    });
    expect((await get(`${url}endless`, { body: undefined })).body).toHaveLength(0);
    await expect(get(url)).rejects.toMatchObject({ message: 'The answer is larger than 1000 bytes' });
  });

  it('follows redirects within the scheme only', async () => {
    const other = await serve((incoming, outgoing) => {
      outgoing.end(
        `${incoming.url} ${incoming.headers.authorization ?? 'none'} ${String(incoming.headers['node-name'])}`,
      );
    });
    const url: string = await serve((incoming, outgoing) => {
      const target = { '/a': '/b', '/b': `${other}c`, '/s': 'https://127.0.0.1/', '/loop': '/loop' }[
        incoming.url ?? ''
      ];
      outgoing.writeHead(302, { location: target ?? '' }).end();
    });
    const headers = { Authorization: 'secret', 'Node-Name': 'n' };
    expect((await get(`${url}a`, { headers })).body.toString()).toBe('/c none n');
    expect(await get(`${url}s`)).toMatchObject({ status: 302 });
    expect(await get(`${url}loop`)).toMatchObject({ status: 302 });
  });

  it('tells a refused connection, silence and an early end apart', async () => {
    const closedPort = await listen(() => undefined);
    const silent = await listen(() => undefined);
    const ending = await listen((socket) => socket.end());
    const garbage = await listen((socket) => socket.end('SSH-2.0-x\r\n'));
    await expect(get('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'CONNECT_FAILED', policy: 'retryable' });
    await expect(get(`http://127.0.0.1:${silent}/`, { readTimeoutMs: 50 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    await expect(get(`http://127.0.0.1:${ending}/`)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await expect(get(`http://127.0.0.1:${garbage}/`)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect((await dial(closedPort)).destroyed).toBe(false);
  });

  it('can be aborted at any time', async () => {
    const silent = await listen(() => undefined);
    const reason = new Error('stop');
    await expect(get(`http://127.0.0.1:${silent}/`, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 50);
    await expect(get(`http://127.0.0.1:${silent}/`, { signal: controller.signal })).rejects.toBe(reason);
  });

  describe('over TLS', () => {
    const { key, certificate } = createCredentials();
    const otherHost = createCredentials('other', ['127.0.0.2']);
    const start = async (credentials = { key, certificate }): Promise<string> => {
      const server = createTlsServer({ key: credentials.key, cert: credentials.certificate }, (_incoming, outgoing) => {
        outgoing.end('secure');
      });
      return `https://127.0.0.1:${await listenOn(server)}/`;
    };

    it('trusts what -cert adds, and nobody else', async () => {
      const url = await start();
      await expect(get(url)).rejects.toMatchObject({
        code: 'CONNECT_FAILED',
        message: expect.stringContaining('trust its authority with -cert') as unknown,
      });
      const trust = loadTrust({ certificates: [certificate] }, new MemoryLogger());
      expect((await get(url, { network: { trust } })).body.toString()).toBe('secure');
    });

    it('checks the host name, unless told not to', async () => {
      const url = await start(otherHost);
      const trust = loadTrust({ certificates: [otherHost.certificate] }, new MemoryLogger());
      await expect(get(url, { network: { trust } })).rejects.toMatchObject({
        message: expect.stringContaining('name from the certificate') as unknown,
      });
      const none = loadTrust({ noCertificateCheck: true }, new MemoryLogger());
      expect((await get(url, { network: { trust: none } })).body.toString()).toBe('secure');
    });

    it('goes through a proxy by CONNECT', async () => {
      const port = Number(new URL(await start()).port);
      const way = await proxy(() => port);
      const trust = loadTrust({ noCertificateCheck: true }, new MemoryLogger());
      const proxies = proxySettings({ https_proxy: way.url }, 'u:p');
      expect((await get('https://controller.example/x', { network: { trust, proxies } })).body.toString()).toBe(
        'secure',
      );
      expect(way.requests).toEqual(['CONNECT controller.example:443 Basic dTpw']);
    });
  });

  it('goes through a proxy by an absolute URL', async () => {
    const port = Number(
      new URL(
        await serve((incoming, outgoing) => {
          outgoing.end(`${incoming.url} ${incoming.headers.host}`);
        }),
      ).port,
    );
    const way = await proxy(() => port);
    const network = { proxies: proxySettings({ http_proxy: way.url.replace('://', '://u:p@') }) };
    expect((await get('http://controller.example:8080/x', { network })).body.toString()).toBe(
      '/x controller.example:8080',
    );
    expect(way.requests).toEqual(['GET http://controller.example:8080/x Basic dTpw']);
  });
});
