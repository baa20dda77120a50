import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { jarVersion } from '../../../src/agent/connect/jar-manifest.js';
import { pageReader } from '../../../src/agent/connect/page-reader.js';
import { AGENT_JAR, BUILT_IN_VERSION, RemotingVersion } from '../../../src/agent/connect/remoting-version.js';
import { proxySettings } from '../../../src/endpoint/proxy.js';
import { makeAgentJar } from '../../../tools/controller/agent-jar.js';
import { startHttpProxy } from '../../support/http-proxy.js';

const VERSION = '3256.3258.v858f3c9a_f69d';

/** A local file header with its data. `deflate` is how Maven writes: sizes unknown until after the data. */
function entry(name: string, text: string, deflate = false): Buffer {
  const data = deflate ? deflateRawSync(Buffer.from(text)) : Buffer.from(text);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(deflate ? 0x0808 : 0, 6);
  header.writeUInt16LE(deflate ? 8 : 0, 8);
  if (!deflate) header.writeUInt32LE(data.length, 18);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(4, 28);
  return Buffer.concat([
    header,
    Buffer.from(name),
    Buffer.from([0xfe, 0xca, 0, 0]),
    data,
    Buffer.alloc(deflate ? 16 : 0),
  ]);
}

const MANIFEST = `Manifest-Version: 1.0\r\nSpecification-Version: 0.0\r\nVersion: ${VERSION}\r\n\r\nName: a\r\nVersion: no\r\n\r\n`;

describe('jarVersion', () => {
  it.each<[string, Buffer, string | undefined]>([
    ['the embedded controller', makeAgentJar(VERSION), VERSION],
    ['stored', entry('META-INF/MANIFEST.MF', MANIFEST), VERSION],
    ['deflated', entry('META-INF/MANIFEST.MF', MANIFEST, true), VERSION],
    [
      'behind a folder',
      Buffer.concat([entry('META-INF/', ''), entry('META-INF/MANIFEST.MF', MANIFEST, true)]),
      VERSION,
    ],
    ['lines with newlines alone', entry('META-INF/MANIFEST.MF', MANIFEST.replaceAll('\r', '')), VERSION],
    ['a continued line', entry('META-INF/MANIFEST.MF', 'Version: 3256\r\n .1\r\n\r\n'), '3256.1'],
    ['no version', entry('META-INF/MANIFEST.MF', 'Main-Class: a\r\n\r\nVersion: no\r\n'), undefined],
    ['no manifest', entry('a', 'Version: 1'), undefined],
    [
      'an entry of unknown length first',
      Buffer.concat([entry('a', 'x', true), entry('META-INF/MANIFEST.MF', MANIFEST)]),
      undefined,
    ],
    ['a page', Buffer.from('<html>not here</html>'.repeat(5)), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_what, jar, version) => {
    expect(jarVersion(jar)).toBe(version);
  });

  it('can do with the beginning of a manifest', () => {
    const long = MANIFEST.replace('Name: a', `Name: ${Array.from({ length: 20_000 }, (_, i) => i * 7919).join('x')}`);
    expect(jarVersion(entry('META-INF/MANIFEST.MF', long, true).subarray(0, 4096))).toBe(VERSION);
  });

  it.each([false, true])('takes no cut version from a jar that is cut anywhere (deflated: %s)', (deflate) => {
    const jar = entry('META-INF/MANIFEST.MF', MANIFEST, deflate);
    const found = new Set(Array.from(jar, (_byte, length) => jarVersion(jar.subarray(0, length))));
    expect(found).toEqual(new Set([undefined, VERSION]));
  });
});

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

function read(url: URL, bytes: number, signal = new AbortController().signal): Promise<Buffer> {
  return pageReader(url.origin, undefined, { Authorization: 'Basic eA==' })(url.href, bytes, signal);
}

describe('pageReader', () => {
  it('asks for a range', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      seen.push(request.url, request.headers.range, request.headers.authorization);
      response.writeHead(206).end('abcdef');
    });
    expect((await read(new URL('a/b?c', url), 6)).toString()).toBe('abcdef');
    expect(seen).toEqual(['/a/b?c', 'bytes=0-5', 'Basic eA==']);
  });

  it('takes no more from a server that knows no ranges and never ends', async () => {
    const url = await serve((_request, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(1000), () => setImmediate(more));
      };
      more();
    });
    expect((await read(url, 10_000)).length).toBe(10_000);
  });

  it('takes what there is', async () => {
    const url = await serve((_request, response) => response.end('short'));
    expect((await read(url, 10_000)).toString()).toBe('short');
  });

  it.each([404, 304, 500])('refuses status %d', async (status) => {
    const url = await serve((_request, response) => response.writeHead(status).end());
    await expect(read(url, 10)).rejects.toThrow(`${url.href} answered ${status}`);
  });

  it('goes through a proxy as all plain HTTP does: not every proxy opens a way to port 80', async () => {
    const proxy = await startHttpProxy();
    onTestFinished(() => proxy.close());
    const url = await serve((_request, response) => response.end('jar'));
    const root = `http://controller.invalid:${url.port}/`;
    const read = pageReader(root, { proxies: proxySettings({ http_proxy: proxy.url }) }, {});
    expect((await read('a', 10, new AbortController().signal)).toString()).toBe('jar');
    expect(proxy.requests).toEqual([`GET ${root}a`]);
  });

  it('fails when the connection breaks, and when nobody listens', async () => {
    const url = await serve((request) => request.socket.destroy());
    await expect(read(url, 10)).rejects.toThrow();
    await expect(read(new URL('http://127.0.0.1:1/'), 10)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('can be given up while it waits for the answer', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const url = await serve(() => stop.abort(reason));
    await expect(read(url, 10, stop.signal)).rejects.toBe(reason);
  });
});

describe('RemotingVersion', () => {
  const signal = new AbortController().signal;

  it('is the built-in one until the controller is asked', async () => {
    expect(await new RemotingVersion().answer()).toBe(BUILT_IN_VERSION);
  });

  it("is the controller's", async () => {
    const url = await serve((request, response) =>
      response.end(request.url === `/${AGENT_JAR}` ? makeAgentJar('1.2') : ''),
    );
    const version = new RemotingVersion();
    version.learn(
      (path, bytes) => read(new URL(path, url), bytes),
      signal,
      (error) => expect.fail(String(error)),
    );
    expect(await version.answer(20_000)).toBe('1.2');
  });

  it('waits a little, no longer', async () => {
    const version = new RemotingVersion();
    version.learn(
      () => new Promise(() => undefined),
      signal,
      () => undefined,
    );
    expect(await version.answer(10)).toBe(BUILT_IN_VERSION);
  });

  it('asks again after a failure, but not after an answer', async () => {
    const version = new RemotingVersion();
    const answers = [() => Promise.reject(new Error('down')), () => Promise.resolve(makeAgentJar('7'))];
    const reported: unknown[] = [];
    for (const expected of [BUILT_IN_VERSION, '7', '7']) {
      version.learn(
        () => (answers.shift() ?? (() => Promise.reject(new Error('asked again'))))(),
        signal,
        (error) => reported.push(error),
      );
      expect(await version.answer(20_000)).toBe(expected);
    }
    expect(reported).toEqual([new Error('down')]);
  });

  it('is what the user asked for, and then the controller is not asked', async () => {
    const version = new RemotingVersion('4.13');
    version.learn(
      () => {
        throw new Error('asked');
      },
      new AbortController().signal,
      () => undefined,
    );
    expect(await version.answer()).toBe('4.13');
  });
});
