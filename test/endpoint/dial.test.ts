import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Address, dial } from '../../src/endpoint/dial.js';
import { httpGet } from '../../src/endpoint/http-get.js';
import { silentPort } from '../support/silent-port.js';
import { listen, listenOn, track } from '../transport/sockets.js';

/** An address of loopback that nobody listens at: refused at once. */
const REFUSING: Address = { address: '127.0.0.2', family: 4 };
const LOOPBACK: Address = { address: '127.0.0.1', family: 4 };
const resolveTo =
  (...addresses: Address[]) =>
  () =>
    Promise.resolve(addresses);

async function silent(host: string, answersAfterMs?: number): Promise<number> {
  const { port, close } = await silentPort(host, answersAfterMs);
  onTestFinished(close);
  return port;
}

describe('dial', () => {
  it('reaches the second address while the first does not answer', async () => {
    const port = await silent('127.0.0.3');
    await listenOn(createServer(), port);
    const resolve = resolveTo({ address: '127.0.0.3', family: 4 }, LOOPBACK);
    const socket = track(await dial('far.invalid', port, { timeoutMs: 20_000, resolve }));
    expect(socket.remoteAddress).toBe('127.0.0.1');
  });

  it('does not give up on a far address when it tries the next', async () => {
    const port = await silent('127.0.0.3', 300);
    const resolve = resolveTo({ address: '127.0.0.3', family: 6 }, REFUSING);
    const socket = track(await dial('far.invalid', port, { timeoutMs: 20_000, resolve }));
    expect(socket.remoteAddress).toBe('127.0.0.3');
  });

  it('gives each address its time, and no more', async () => {
    const port = await silent('127.0.0.3');
    const resolve = resolveTo({ address: '127.0.0.3', family: 4 });
    await expect(dial('far.invalid', port, { timeoutMs: 300, resolve })).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: `Failed to connect to far.invalid:${port}: no answer within 300 ms`,
    });
  });

  it('goes on when an address refuses, by turns of both families', async () => {
    const port = await listen(() => undefined);
    const resolve = resolveTo(REFUSING, { address: '127.0.0.4', family: 4 }, { ...LOOPBACK, family: 6 });
    const socket = track(await dial('far.invalid', port, { timeoutMs: 20_000, resolve }));
    expect(socket.remoteAddress).toBe('127.0.0.1');
  });

  it('says what became of each address, once each', async () => {
    const port = await listen(() => undefined);
    await expect(
      dial('far.invalid', port, { timeoutMs: 5000, resolve: resolveTo(REFUSING, REFUSING) }),
    ).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      policy: 'retryable',
      message: `Failed to connect to far.invalid:${port}: connect ECONNREFUSED 127.0.0.2:${port}`,
    });
    await expect(dial('far.invalid', 1, { timeoutMs: 5000, resolve: resolveTo() })).rejects.toMatchObject({
      message: 'far.invalid:1 has no address',
    });
  });

  it('knows names that there are not, and name servers that do not answer', async () => {
    const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
    const options = { timeoutMs: 5000 };
    await expect(dial('nowhere.invalid', 1, { ...options, resolve: failing('ENOTFOUND') })).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      message: expect.stringMatching(/: the name "nowhere\.invalid" is not known \(check its spelling/) as unknown,
    });
    await expect(dial('nowhere.invalid', 1, { ...options, resolve: failing('EAI_AGAIN') })).rejects.toMatchObject({
      message: expect.stringMatching(/: the name servers do not answer for "nowhere\.invalid"/) as unknown,
    });
    await expect(
      dial('nowhere.invalid', 1, { timeoutMs: 50, resolve: () => new Promise(() => undefined) }),
    ).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('can be aborted while the name is looked up, and while addresses are tried', async () => {
    const port = await silent('127.0.0.3');
    const stop = new AbortController();
    const reason = new Error('stop');
    const waiting = [
      dial('a.invalid', 1, { timeoutMs: 20_000, signal: stop.signal, resolve: () => new Promise(() => undefined) }),
      dial('127.0.0.3', port, { timeoutMs: 20_000, signal: stop.signal }),
    ].map((dialling) => dialling.catch((error: unknown) => error));
    setTimeout(() => stop.abort(reason), 50);
    expect(await Promise.all(waiting)).toEqual([reason, reason]);
    await expect(dial('127.0.0.1', 1, { timeoutMs: 1, signal: stop.signal })).rejects.toBe(reason);
  });

  it.each([65536, 0, -1, 1.5, NaN])('takes port %d for a mistake of who asks', async (port) => {
    await expect(dial('127.0.0.1', port, { timeoutMs: 5000 })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      policy: 'fatal',
      message: `${port} is no port: ports are 1 to 65535`,
    });
  });

  it('serves HTTP', async () => {
    const port = await listen((socket) => void socket.end('HTTP/1.1 204 None\r\n\r\n'));
    const network = { resolve: resolveTo(REFUSING, LOOPBACK) };
    const url = new URL(`http://dual.invalid:${port}/`);
    expect((await httpGet(url, { network, connectTimeoutMs: 5000, readTimeoutMs: 5000 })).status).toBe(204);
  });
});
