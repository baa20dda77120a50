/** `--health` and those who connect to it without asking anything: each would keep a file descriptor from builds. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { MAX_CONNECTIONS, serveHealth } from '../../src/agent/operate/health/server.js';

async function served(): Promise<{ port: number; idle: (count: number) => Promise<Socket[]> }> {
  const source = {
    agents: [],
    buildProcesses: () => Promise.resolve([]),
    describe: () => Promise.reject(new Error('nobody asks for it')),
  };
  const server = await serveHealth({ host: '127.0.0.1', port: 0 }, source);
  onTestFinished(() => server.close());
  const { port } = server.address;
  const idle = async (count: number): Promise<Socket[]> => {
    const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1'));
    for (const socket of sockets) socket.on('error', () => undefined).resume(); // hung up on
    onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    return sockets;
  };
  return { port, idle };
}

it('hangs up on more connections than it has room for', async () => {
  const { port, idle } = await served();
  await idle(MAX_CONNECTIONS);
  const [extra] = await idle(1);
  await once(extra as Socket, 'close');
  await expect(fetch(`http://127.0.0.1:${port}/livez`)).rejects.toThrow();
});

it('hangs up on who asks nothing, and answers again', async () => {
  const { port, idle } = await served();
  const sockets = await idle(MAX_CONNECTIONS);
  await Promise.all(sockets.map((socket) => once(socket, 'close')));
  expect(await (await fetch(`http://127.0.0.1:${port}/livez`)).text()).toBe('ok\n');
});
