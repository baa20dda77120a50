import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { USER_AGENT } from '../../../src/remoting/user-agent.js';
import { unbox } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { askAt } from '../../jenkins/ask.js';
import { failureOf } from '../../jenkins/file-path/request.js';
import { printedTo } from '../support.js';
import { serve } from '../robust-http-client/server.js';

async function download(resolvedUrl: string, fields: Readonly<Record<string, JavaValue>> = {}, root = scratch()) {
  const call = new ChannelCall();
  const { listener, output } = printedTo(call);
  const none = { resolvedUserName: '', resolvedPassword: '', proxyHost: '', proxyPort: '' };
  const place = { resolvedTargetLocation: '.', resolvedTargetFileName: 'f' };
  const name = 'sp.sd.fileoperations.FileDownloadOperation$TargetFileCallable';
  const answer = askAt(root, name, { resolvedUrl, ...none, ...place, ...fields, listener }, call);
  const result = await answer.then(unbox, () => failureOf(answer));
  return { result, log: output.text(), file: join(root, 'f') };
}

describe('fileDownloadOperation', () => {
  it('downloads, redirects followed', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
      else response.end('content');
    });
    const { result, log, file } = await download(`${server.base}/a`);
    expect(result).toBe(true);
    expect(log).toBe(`Started downloading file from ${server.base}/a\nCompleted downloading file.\n`);
    expect(readFileSync(file, 'utf8')).toBe('content');
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    expect(server.requests.map(({ headers }) => headers['user-agent'])).toEqual([USER_AGENT, USER_AGENT]);
  });

  it('shows its credentials at once', async () => {
    const server = await serve((request, response) => {
      response.writeHead(request.headers.authorization === 'Basic dTpw' ? 200 : 403).end('content');
    });
    const { result } = await download(`${server.base}/a`, { resolvedUserName: 'u', resolvedPassword: 'p' });
    expect(result).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('shows a user without a password when asked', async () => {
    const server = await serve((request, response) => {
      if (request.headers.authorization === 'Basic dTo=') response.end('content');
      else response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    });
    expect((await download(`${server.base}/a`, { resolvedUserName: 'u' })).result).toBe(true);
  });

  it('names an authentication that it does not know', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Digest realm="x"' }).end();
    });
    const { result, log } = await download(server.base, { resolvedUserName: 'u', resolvedPassword: 'p' });
    expect(result).toBe(false);
    expect(log).toContain(
      'FATAL: The server asks for an authentication that this agent does not know: Digest realm="x"',
    );
  });

  it('answers no when the server has nothing', async () => {
    const server = await serve((_request, response) => response.writeHead(404).end('nothing'));
    const { result, log, file } = await download(`${server.base}/a`);
    expect({ result, log }).toEqual({ result: false, log: `Started downloading file from ${server.base}/a\n` });
    expect(existsSync(file)).toBe(false);
  });

  it('leaves no half of a file', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
    });
    const { result, log, file } = await download(`${server.base}/a`);
    expect(result).toBe(false);
    expect(log).toMatch(/\nFATAL: \S.*\n$/);
    expect(existsSync(file)).toBe(false);
  });

  it('goes through the proxy that it is given', async () => {
    const seen: (string | undefined)[] = [];
    const proxy = createServer((request, response) => {
      seen.push(request.url);
      response.end('from the proxy');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      proxy.closeAllConnections();
      proxy.close();
    });
    const proxyPort = String((proxy.address() as AddressInfo).port);
    const { result, file } = await download('http://example.invalid/a', { proxyHost: '127.0.0.1', proxyPort });
    expect(result).toBe(true);
    expect(seen).toEqual(['http://example.invalid/a']);
    expect(readFileSync(file, 'utf8')).toBe('from the proxy');
  });

  it.each([
    ['http://host/a b', false, 'FATAL: Illegal character in path at index 13: http://host/a b\n'],
    ['nothing', 'java.lang.NullPointerException: Host name', 'FATAL: Host name\n'],
    ['ftp://host/a', false, 'FATAL: ftp protocol is not supported\n'],
    ['http://127.0.0.1:1/', false, 'Started downloading file from http://127.0.0.1:1/\nFATAL: Connection refused\n'],
  ])('reports what is wrong with %s', async (url, result, log) => {
    expect(await download(url)).toMatchObject({ result, log });
  });

  it('needs the directory', async () => {
    const server = await serve((_request, response) => response.end('content'));
    const root = scratch();
    const { result, log } = await download(server.base, { resolvedTargetLocation: 'none' }, root);
    expect(result).toBe(false);
    expect(log).toContain(`FATAL: ${root}/none/f (No such file or directory)\n`);
  });
});
