import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AgentProcess } from '../../tools/controller/agent-process.js';
import { Controller } from '../../tools/controller/controller.js';
import { assembleImage } from './image.js';
import type { Image } from './image.js';

const PATH = '/usr/bin:/bin';

let image: Image;
beforeAll(async () => {
  image = await assembleImage();
}, 120_000);
afterAll(() => image.remove());

async function check(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const options = { env: { PATH, ...env }, stdio: 'ignore' } as const;
  const [code] = (await once(spawn(join(image.bin, 'jenkins-agent-health'), words, options), 'close')) as [unknown];
  return code;
}

describe('the health check', () => {
  it.each([
    ['TCP', false],
    ['WebSocket', true],
  ])('is content with an agent that is connected over %s, and only then', async (_name, webSocket) => {
    const controller = await Controller.start();
    onTestFinished(() => controller.close());
    const node = controller.addNode('healthy', { webSocket });
    const words = [
      '-url',
      controller.url,
      '-secret',
      node.secret,
      '-name',
      node.name,
      ...(webSocket ? ['-webSocket'] : []),
    ];
    const agent = AgentProcess.start(join(image.injected, 'jenkins-agent'), words, { PATH });
    onTestFinished(async () => {
      await agent.stop();
    });
    await agent.expect('it was online', node.whenOnline());
    expect(await check([String(agent.pid)])).toBe(0);
    expect(await check([])).toBe(0);
    await controller.close();
    await expect.poll(() => check([String(agent.pid)]), { timeout: 20_000 }).toBe(1);
  });

  it('finds nothing good about a process that is gone', async () => {
    expect(await check(['4194305'])).toBe(1);
  });

  it.each([
    ['a port', (port: number) => String(port)],
    ['all addresses', (port: number) => `0.0.0.0:${port}`],
    ['one address', (port: number) => `127.0.0.1:${port}`],
  ])('asks an agent that tells its state at %s', async (_name, address) => {
    let status = 200;
    const server = createServer(({ url }, response) => {
      response.writeHead(url === '/readyz' ? status : 404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect(await check([], { JENKINS_AGENT_HEALTH: address(port) })).toBe(0);
    status = 503;
    expect(await check([], { JENKINS_AGENT_HEALTH: address(port) })).toBe(22);
  });
});
