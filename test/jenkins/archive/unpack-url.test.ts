import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { USER_AGENT } from '../../../src/remoting/user-agent.js';
import { url } from '../../../src/serial/jdk.js';
import { contents, fixture, fixtureFile, makeTar } from '../../os/archive/support.js';
import { ChannelCall } from '../../support/channel-call.js';
import { run } from './support.js';

const TGZ = gzipSync(makeTar([{ name: 'tool/bin/run', content: 'run', mode: 0o755 }]));

let base: string;
let target: string;
let server: Server;
let root: string;
beforeEach(async () => {
  for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY']) vi.stubEnv(name, undefined);
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'unpack-')));
  target = path.join(base, 'target');
  server = createServer((request, response) => {
    // Some firewalls refuse what does not say what it is.
    if (request.headers['user-agent'] !== USER_AGENT) return response.writeHead(403).end();
    switch (request.url ?? '') {
      case '/tool.tar.gz':
        return response.end(TGZ);
      case '/tool.zip':
        return response.end(fixture('stored.zip'));
      case '/moved':
        return response.writeHead(302, { location: '/tool.tar.gz' }).end();
      case '/broken.tar.gz':
        return response.end(TGZ.subarray(0, 60));
      case '/refused':
        return response.writeHead(503).end('busy');
      case '/silent':
        return response.writeHead(200).flushHeaders();
      default:
        return response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(base, { recursive: true, force: true });
});

const unpack = (text: string, call = new ChannelCall()) =>
  run('hudson.FilePath$Unpack', { archive: url(text) }, target, call);

describe.skipIf(process.platform === 'win32')('hudson.FilePath$Unpack', () => {
  it.each(['/tool.tar.gz', '/moved'])('unpacks %s', async (name) => {
    expect(await unpack(root + name)).toBeNull();
    expect(contents(target)).toEqual({ 'tool/': '', 'tool/bin/': '', 'tool/bin/run': '755 run' });
  });

  it('unpacks a zip by its name', async () => {
    await unpack(`${root}/tool.zip`);
    expect(contents(target)).toEqual({ 's.txt': '644 stored' });
  });

  it('unpacks a file of this machine', async () => {
    await unpack(pathToFileURL(fixtureFile('stored.zip')).href);
    expect(contents(target)).toEqual({ 's.txt': '644 stored' });
  });

  it.each([
    ['/missing', 'java.io.FileNotFoundException', '<url>'],
    ['/refused', 'java.io.IOException', 'Server returned HTTP response code: 503 for URL: <url>'],
    ['/broken.tar.gz', 'java.io.IOException', 'Failed to unpack <url> (60 bytes read)'],
  ])('answers for %s with a %s', async (name, javaClass, message) => {
    await expect(unpack(root + name)).rejects.toMatchObject({
      javaClass,
      javaMessage: message.replace('<url>', root + name),
    });
  });

  it('answers for a machine that refuses, and for protocols that it does not know', async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(unpack(`${root}/tool.zip`)).rejects.toMatchObject({
      javaClass: 'java.net.ConnectException',
      javaMessage: 'Connection refused',
    });
    await expect(unpack('ftp://127.0.0.1/tool.zip')).rejects.toMatchObject({ javaClass: 'java.io.IOException' });
  });

  it('can be cut off while it waits', async () => {
    const call = new ChannelCall();
    const unpacking = unpack(`${root}/silent`, call);
    await new Promise<void>((resolve) => server.once('request', () => resolve()));
    call.cancel();
    await expect(unpacking).rejects.toMatchObject({ javaClass: 'java.lang.InterruptedException' });
  });
});
