import { createDecipheriv } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Agent, fetch } from 'undici';
import { Controller } from '../../../tools/controller/controller.js';

let controller: Controller;

beforeEach(async () => {
  controller = await Controller.start();
});
afterEach(() => controller.close());

const get = (path: string) => fetch(new URL(path, controller.url));

test('discovery tells port, identity, protocols and minimum version', async () => {
  const { status, headers } = await get('tcpSlaveAgentListener/');
  expect(status).toBe(200);
  expect(headers.get('X-Jenkins-JNLP-Port')).toBe(String(controller.tcpPort));
  expect(headers.get('X-Hudson-JNLP-Port')).toBe(String(controller.tcpPort));
  expect(headers.get('X-Instance-Identity')).toBe(controller.identity.publicKey);
  expect(headers.get('X-Jenkins-Agent-Protocols')).toBe('JNLP4-connect, Ping');
  expect(headers.get('X-Remoting-Minimum-Version')).toBe('4.13');
});

test('without a TCP port there is no discovery; a controller that starts answers 503 to everything', async () => {
  controller.settings.tcpEnabled = false;
  expect((await get('tcpSlaveAgentListener/')).status).toBe(404);
  controller.settings.pageStatus = 503;
  expect((await get('login')).status).toBe(503);
});

test('the login page shows the version', async () => {
  const { status, headers } = await get('login');
  expect([status, headers.get('X-Jenkins')]).toEqual([200, '2.462.3']);
});

test('the JNLP file is there in the clear and encrypted, under both names', async () => {
  const { secret } = controller.addNode('node with ü');
  const path = 'computer/node%20with%20%C3%BC/';
  const plain = await get(`${path}jenkins-agent.jnlp`);
  expect(plain.headers.get('Content-Type')).toBe('application/x-java-jnlp-file');
  const file = await plain.text();
  expect(file).toContain(`<argument>${secret}</argument><argument>node with ü</argument>`);
  const encrypted = await get(`${path}slave-agent.jnlp?encrypt=true`);
  expect(encrypted.headers.get('Content-Type')).toBe('application/octet-stream');
  const bytes = Buffer.from(await encrypted.arrayBuffer());
  const key = Buffer.from(secret.slice(0, 32), 'hex');
  const decipher = createDecipheriv('aes-128-cfb8', key, bytes.subarray(0, 16));
  expect(decipher.update(bytes.subarray(16)).toString()).toBe(file);
});

test('nodes, pages and methods that are not there', async () => {
  for (const path of ['computer/nobody/jenkins-agent.jnlp', 'computer/%zz/jenkins-agent.jnlp', 'elsewhere']) {
    expect((await get(path)).status).toBe(404);
  }
  expect((await fetch(controller.url, { method: 'POST' })).status).toBe(405);
  expect((await get('wsagents/')).status).toBe(400);
  controller.settings.webSocketEnabled = false;
  expect((await get('wsagents/')).status).toBe(404);
});

test('the jar carries the remoting version', async () => {
  const jar = Buffer.from(await (await get('jnlpJars/agent.jar')).arrayBuffer());
  expect(jar.toString('latin1')).toContain('Version: 3256.3258.v858f3c9a_f69d\r\n');
});

test('HTTPS is for those who trust the authority', async () => {
  const secure = await Controller.start({ https: true });
  try {
    await expect(fetch(`${secure.url}login`)).rejects.toThrow();
    const dispatcher = new Agent({ connect: { ca: secure.authorityPem ?? '' } });
    expect((await fetch(`${secure.url}login`, { dispatcher })).status).toBe(200);
    await dispatcher.close();
  } finally {
    await secure.close();
  }
});
