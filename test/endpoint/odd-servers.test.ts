/** What Java reads of odd HTTP servers, this agent reads as well: to find the controller, to ask whether it is ready, to upgrade. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { discover } from '../../src/endpoint/discovery.js';
import { httpGet } from '../../src/endpoint/http-get.js';
import { openWebSocketTransport } from '../../src/endpoint/open-websocket.js';
import { isLoginReady } from '../../src/endpoint/readiness.js';
import { createCredentials } from '../transport/credentials.js';
import { type Answer, ODD_ANSWERS } from '../transport/http/odd-answers.js';
import { listen } from '../transport/sockets.js';

const identity = createCredentials().identity.toString('base64');

function answerTo(request: string, ownPort: number): Answer {
  const [, path = ''] = request.split(' ');
  if (path === '/login') return { status: '200 OK', headers: [], body: 'page' };
  if (path === '/tcpSlaveAgentListener/') {
    const headers = [
      ['X-Jenkins-JNLP-Port', String(ownPort)],
      ['X-Instance-Identity', identity],
    ] as const;
    return { status: '200 OK', headers, body: 'Jenkins' };
  }
  const [, key = ''] = /^Sec-WebSocket-Key: (.*)\r$/im.exec(request) ?? [];
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const headers = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', accept],
    ['Connection-Cookie', 'c'],
  ] as const;
  return { status: '101 Switching Protocols', headers, body: undefined };
}

async function server(write: (answer: Answer) => string, size = Infinity): Promise<string> {
  let own = 0;
  own = await listen((socket) => {
    socket.once('data', (bytes) => {
      const text = Buffer.from(write(answerTo(bytes.toString('latin1'), own)), 'latin1');
      if (size === Infinity) socket.write(text);
      else void drip(text, (piece) => socket.write(piece), size);
    });
  });
  return `http://127.0.0.1:${own}/`;
}

async function drip(bytes: Buffer, write: (piece: Buffer) => void, size: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += size) {
    write(bytes.subarray(at, at + size));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe.each(ODD_ANSWERS)('%s', (_what, write) => {
  it('discovery', async () => {
    const url = await server(write);
    const { endpoint } = await discover([url], { agentVersion: '4.13' });
    expect(endpoint.port).toBe(Number(new URL(url).port));
  });

  it('readiness, and a page with its body', async () => {
    const url = await server(write);
    expect(await isLoginReady({ url })).toBe(true);
    const body = { kind: 'whole', maxBytes: 100 } as const;
    const page = await httpGet(new URL('login', url), { connectTimeoutMs: 5000, readTimeoutMs: 5000, body });
    expect(page.body.toString()).toBe('page');
  });

  it('upgrade', async () => {
    const options = { name: 'a', secret: 's', agentVersion: '4.13' };
    const { transport, cookie } = await openWebSocketTransport(await server(write), options);
    expect(cookie).toBe('c');
    transport.destroy();
  });
});

it('in pieces of 7 bytes', async () => {
  const [, write] = ODD_ANSWERS[2] ?? [];
  if (write === undefined) throw new Error('no such answer');
  const url = await server(write, 7);
  expect((await discover([url], { agentVersion: '4.13' })).endpoint.host).toBe('127.0.0.1');
  const { transport } = await openWebSocketTransport(url, { name: 'a', secret: 's', agentVersion: '4.13' });
  transport.destroy();
});

describe('what never ends', () => {
  const get = (port: number): Promise<unknown> =>
    httpGet(new URL(`http://127.0.0.1:${port}/`), { connectTimeoutMs: 5000, readTimeoutMs: 5000, deadlineMs: 300 });

  it.each([
    ['header bytes, one by one', 'HTTP/1.1 200 OK\r\n', 'X'],
    ['interim answers, at leisure', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 102 Processing\r\n\r\n'],
  ])('%s, ends at the deadline', async (_what, first, next) => {
    const port = await listen((socket) => {
      socket.write(first);
      const timer = setInterval(() => socket.write(next), 20);
      socket.once('close', () => clearInterval(timer));
    });
    await expect(get(port)).rejects.toMatchObject({ code: 'TIMEOUT', policy: 'retryable' });
  });

  it('the upgrade, too', async () => {
    const port = await listen((socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\n');
      const timer = setInterval(() => socket.write('X'), 20);
      socket.once('close', () => clearInterval(timer));
    });
    const options = { name: 'a', secret: 's', agentVersion: '4.13', timeoutMs: 300 };
    await expect(openWebSocketTransport(`http://127.0.0.1:${port}/`, options)).rejects.toMatchObject({
      code: 'TIMEOUT',
      policy: 'retryable',
    });
  });

  it('a slow body, too', async () => {
    const port = await listen((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 20);
      socket.once('close', () => clearInterval(timer));
    });
    const options = { connectTimeoutMs: 5000, readTimeoutMs: 5000, deadlineMs: 300 };
    const body = { kind: 'whole', maxBytes: 1000 } as const;
    await expect(httpGet(new URL(`http://127.0.0.1:${port}/`), { ...options, body })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
  });

  it('redirects at leisure, too', async () => {
    const port = await listen((socket) => {
      setTimeout(() => socket.end('HTTP/1.1 302 Found\r\nLocation: /again\r\n\r\n'), 50);
    });
    await expect(get(port)).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('interim answers in a row are counted', async () => {
    const port = await listen((socket) => void socket.write('HTTP/1.1 100 Continue\r\n\r\n'.repeat(200)));
    await expect(get(port)).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      message: 'the answer is put off for ever: 101 times "100"',
    });
  });
});
