/** What stands between an agent and its controller: proxies in all their spellings, authorities, redirects, IPv6. */
import { writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { builds, directory, FAR, far, run, start, startProxy, useNetwork, who } from '../support/network-agents.js';

useNetwork();

/** Where a server listens; it ends with the test. */
async function listen(server: Server, host: string): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('a proxy', () => {
  test.each([
    ['all_proxy', false],
    ['ALL_PROXY', true],
    ['HTTPS_PROXY', true],
  ])('of %s; HTTPS: %s', async (variable, https) => {
    const server = await start({ https });
    const proxy = await startProxy();
    const node = server.addNode('a1');
    // The certificate is for 127.0.0.1.
    const trust = https ? ['-noCertificateCheck'] : [];
    // The agent port is looked up as http is, so it needs a proxy of its own, or that of everything.
    const env = { [variable]: proxy.url, ...(https ? { http_proxy: proxy.url } : {}) };
    await builds(run(['-url', far(server), ...who(node), ...trust], env), node);
    const discovery = https ? `CONNECT ${new URL(far(server)).host}` : `GET ${far(server)}tcpSlaveAgentListener/`;
    expect(proxy.requests).toContain(discovery);
    expect(proxy.requests).toContain(`CONNECT ${FAR}:${server.tcpPort}`);
  });

  test.each([
    ['TCP', false],
    ['WebSocket', true],
  ])('with the credentials in its URL, over %s', async (_way, webSocket) => {
    const server = await start();
    const proxy = await startProxy('us er:sword@fish');
    const node = server.addNode('a1', { webSocket });
    const http_proxy = proxy.url.replace('//', '//us%20er:sword%40fish@');
    const agent = run(['-url', far(server), ...who(node), ...(webSocket ? ['-webSocket'] : [])], { http_proxy });
    await builds(agent, node);
    expect(agent.output).not.toMatch(/sword/);
  });

  test('with -proxyCredentials, over WebSocket', async () => {
    const server = await start();
    const proxy = await startProxy('squid:swordfish');
    const node = server.addNode('a1', { webSocket: true });
    const words = ['-url', far(server), ...who(node), '-webSocket', '-proxyCredentials', 'squid:swordfish'];
    await builds(run(words, { http_proxy: proxy.url }), node);
    expect(proxy.requests).toContain(`CONNECT ${new URL(far(server)).host}`);
  });

  test('of system properties, in front of the options and in JAVA_OPTS', async () => {
    const server = await start();
    const proxy = await startProxy('squid:swordfish');
    const node = server.addNode('a1');
    const properties = [
      '-Dhttp.proxyHost=127.0.0.1',
      `-Dhttp.proxyPort=${proxy.port}`,
      '-DproxyCredentials=squid:swordfish',
    ];
    const agent = run([...properties, '-Xmx64m', '-jar', 'agent.jar', '-url', far(server), ...who(node)], {
      http_proxy: 'http://127.0.0.1:1',
    });
    await builds(agent, node);
    expect(agent.output).toContain('options for Java have no effect: -Xmx64m\n');
    expect(agent.output).not.toContain('swordfish');
    const second = server.addNode('a2');
    await builds(run(['-url', far(server), ...who(second)], { JAVA_OPTS: properties.join(' ') }), second);
  });

  test.each([
    ['commas', `other,.${FAR}`],
    ['pipes', `other|*.${FAR}|third`],
    ['an ending without a dot', 'ler.invalid'],
    ['upper case, by the other name', FAR.toUpperCase()],
  ])('is left out by no_proxy: %s', async (_grammar, value) => {
    const server = await start();
    const proxy = await startProxy();
    const name = _grammar.startsWith('upper') ? 'NO_PROXY' : 'no_proxy';
    const words = ['-url', far(server), ...who(server.addNode('a1')), '-noReconnect'];
    const agent = run(words, { http_proxy: proxy.url, [name]: value });
    // Without the proxy nobody knows the name.
    expect(await agent.exited).toBe('exit code 1');
    expect(agent.output).toMatch(/the name "controller\.invalid" is not known/);
    expect(proxy.requests).toEqual([]);
  });

  test('is not left out by a no_proxy that speaks of others, and never used for this machine', async () => {
    const server = await start();
    const proxy = await startProxy();
    const node = server.addNode('a1');
    const env = { http_proxy: proxy.url, no_proxy: '10.0.0.0/8|jenkins.io|controller' };
    await builds(run(['-url', far(server), ...who(node)], env), node);
    expect(proxy.requests.length).toBeGreaterThan(0);
    const asked = proxy.requests.length;
    const near = server.addNode('a2');
    await builds(run(['-url', server.url, ...who(near)], { http_proxy: proxy.url }), near);
    expect(proxy.requests.length).toBe(asked);
  });
});

describe('an authority of our own', () => {
  test.each([
    ['as text', (pem: string) => pem],
    ['in a file', (_pem: string, file: string) => `@${file}`],
    ['in a bundle', (_pem: string, file: string) => `@${file}`],
  ])('%s, over TCP', async (how, value) => {
    const server = await start({ https: true });
    const node = server.addNode('a1');
    const pem = server.authorityPem ?? '';
    const file = join(directory, 'ca.pem');
    await writeFile(file, how === 'in a bundle' ? `# Ours\n${pem}\n${pem}` : pem);
    await builds(run(['-url', server.url, ...who(node), '-cert', value(pem, file)]), node);
  });

  test('of which nobody knows is no reason to stop with -noCertificateCheck', async () => {
    const server = await start({ https: true });
    const node = server.addNode('a1');
    const agent = run(['-url', server.url, ...who(node), '-noCertificateCheck']);
    await builds(agent, node);
    expect(agent.output).toContain('Certificate validation for HTTPs endpoints is disabled');
  });
});

test('redirects are followed: to the agent port, and to a JNLP file', async () => {
  const server = await start();
  const node = server.addNode('a1', { workDir: directory });
  const moved = createHttpServer(({ url = '' }, response) => {
    response.writeHead(302, { Location: new URL(url, server.url).href }).end();
  });
  const old = `http://127.0.0.1:${await listen(moved, '127.0.0.1')}/`;
  const agent = run(['-url', old, ...who(node)]);
  await builds(agent, node);
  await agent.stop();
  await builds(run(['-jnlpUrl', `${old}computer/a1/jenkins-agent.jnlp`]), node);
});

describe('IPv6', () => {
  /** What comes in at ::1 goes to a port of 127.0.0.1. */
  async function bridge(port: number): Promise<number> {
    const server = createServer((client) => {
      const target = connect(port, '127.0.0.1');
      client.pipe(target).pipe(client);
      client.on('error', () => target.destroy());
      target.on('error', () => client.destroy());
    });
    return listen(server, '::1');
  }

  test('over WebSocket, by the URL', async () => {
    const server = await start();
    const node = server.addNode('a1', { webSocket: true });
    const url = `http://[::1]:${await bridge(Number(new URL(server.url).port))}/`;
    await builds(run(['-url', url, ...who(node), '-webSocket']), node);
  });

  test('over TCP, by the URL and a tunnel', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const url = `http://[::1]:${await bridge(Number(new URL(server.url).port))}/`;
    const tunnel = `[::1]:${await bridge(server.tcpPort)}`;
    const agent = run(['-url', url, '-tunnel', tunnel, ...who(node)]);
    await builds(agent, node);
    expect(agent.output).toContain(`Agent address: ::1\n`);
  });

  test('directly', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const address = `[::1]:${await bridge(server.tcpPort)}`;
    await builds(run(['-direct', address, '-instanceIdentity', server.identity.publicKey, ...who(node)]), node);
  });
});
