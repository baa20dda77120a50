/** People's pages behind a sign-on do not keep agents from coming back. */
import { createServer, request } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Controller } from '../../tools/controller/controller.js';
import { run, start, useNetwork, who } from '../support/network-agents.js';

useNetwork();

/** A reverse proxy that passes agents on and answers so at the login page; with the headers that it saw there. */
async function signOn(controller: Controller, status: number): Promise<{ url: string; seen: unknown[] }> {
  const seen: unknown[] = [];
  const port = Number(new URL(controller.url).port);
  const web = createServer((incoming, outgoing) => {
    if (incoming.url === '/login') {
      seen.push(incoming.headers['x-token']);
      outgoing.writeHead(status, { Location: 'http://127.0.0.1:1/sso' }).end();
      return;
    }
    const onward = request({ port, host: '127.0.0.1', path: incoming.url, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(outgoing);
    });
    onward.end();
  });
  const sockets = new Set<Socket>();
  web.on('upgrade', (incoming, socket: Socket) => {
    const onward = connect(port, '127.0.0.1', () => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
      onward.write(`GET ${incoming.url ?? ''} HTTP/1.1\r\n${headers.join('')}\r\n`);
      onward.pipe(socket).pipe(onward);
    });
    for (const one of [onward, socket]) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => onward.destroy());
    }
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    web.close();
  });
  return { url: `http://127.0.0.1:${(web.address() as AddressInfo).port}/`, seen };
}

test.each([401, 403, 302])(
  'login answers %i: the agent is back after its connection was lost',
  async (status) => {
    const controller = await start();
    const node = controller.addNode('a1', { webSocket: true });
    const { url, seen } = await signOn(controller, status);
    const agent = run(['-url', url, ...who(node), '-webSocket', '-webSocketHeader', 'X-Token=t']);
    const computer = await agent.expect('it was online', node.whenOnline());
    await computer.close();
    await expect.poll(() => node.connections, { timeout: 30_000 }).toBe(2);
    expect(seen).toEqual(['t']);
  },
  60_000,
);
