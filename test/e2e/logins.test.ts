/** A login in the URL goes with every request, and appears nowhere. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { directory, run, useNetwork } from '../support/network-agents.js';

useNetwork();

const BASIC = `Basic ${Buffer.from('user:sword@fish').toString('base64')}`;
const WHO = ['-name', 'a1', '-secret', '0'.repeat(64), '-noReconnect'];

interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly userAgent: string | undefined;
}

async function refusing(): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const note = ({ url = '', headers }: IncomingMessage) =>
    asked.push({ path: url, authorization: headers.authorization, userAgent: headers['user-agent'] });
  const web = createServer((request, response) => {
    note(request);
    response.writeHead(401).end();
  });
  web.on('upgrade', (request, socket) => {
    note(request);
    socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void web.close());
  return { url: `http://user:sword%40fish@127.0.0.1:${(web.address() as AddressInfo).port}/`, asked };
}

test.each<[string, (url: string) => string[], string]>([
  ['TCP', (url) => ['-url', url, ...WHO], '/tcpSlaveAgentListener/'],
  ['WebSocket', (url) => ['-url', url, ...WHO, '-webSocket'], '/wsagents/'],
  ['a JNLP file', (url) => ['-jnlpUrl', `${url}a.jnlp`, '-noReconnect'], '/a.jnlp'],
  ['doctor', (url) => ['doctor', '-url', url], '/tcpSlaveAgentListener/'],
])('%s', async (_what, words, path) => {
  const { url, asked } = await refusing();
  const agent = run([...words(url), '--log-level', 'ALL']);
  expect(await agent.exited).toMatch(/exit code [13]/);
  expect(asked.find((one) => one.path === path)).toMatchObject({
    authorization: BASIC,
    userAgent: expect.stringMatching(/^jenkins-inbound-agent\/\S+ \(remoting \S+\)$/) as unknown,
  });
  expect(agent.output).toContain('401');
  expect(agent.output).not.toMatch(/sword|fish|user:/);
});

test('-credentials win over it, -webSocketHeader too, and may name another agent', async () => {
  const { url, asked } = await refusing();
  await run(['-url', url, ...WHO, '-credentials', 'other:word']).exited;
  const headers = ['-webSocketHeader', 'authorization=Bearer x', '-webSocketHeader', 'User-Agent=curl/8'];
  await run(['-url', url, ...WHO, '-webSocket', ...headers]).exited;
  const of = (path: string) => asked.find((one) => one.path === path);
  expect(of('/tcpSlaveAgentListener/')?.authorization).toBe(`Basic ${Buffer.from('other:word').toString('base64')}`);
  expect(of('/wsagents/')).toMatchObject({ authorization: 'Bearer x', userAgent: 'curl/8' });
});

test('of several URLs each has its own, also in a configuration', async () => {
  const [first, second] = [await refusing(), await refusing()];
  const config = join(directory, 'config.yaml');
  const urls = [first.url, second.url.replace('user:sword%40fish@', '')];
  await writeFile(config, `url: ${JSON.stringify(urls)}\nname: a\nsecret: s\nnoReconnect: true\n`);
  const agent = run(['-config', config]);
  await agent.exited;
  expect(first.asked[0]?.authorization).toBe(BASIC);
  expect(second.asked[0]?.authorization).toBeUndefined();
  expect(agent.output).not.toMatch(/sword|fish/);
});
