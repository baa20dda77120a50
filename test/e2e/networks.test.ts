/** Every option about the way to a controller, once for real: the executable, an embedded controller, and what is between. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { startHttpProxy } from '../support/http-proxy.js';
import {
  builds,
  directory,
  FAR,
  far,
  run,
  says,
  start,
  startProxy,
  useNetwork,
  who,
} from '../support/network-agents.js';

useNetwork();

describe('through a proxy', () => {
  test('discovery in absolute form, TCP by CONNECT', async () => {
    const server = await start();
    const proxy = await startProxy();
    const node = server.addNode('a1');
    await builds(run(['-url', far(server), ...who(node)], { http_proxy: proxy.url }), node);
    expect(proxy.requests).toContain(`GET ${far(server)}tcpSlaveAgentListener/`);
    expect(proxy.requests).toContain(`CONNECT ${FAR}:${server.tcpPort}`);
  });

  test.each(['http_proxy', 'proxy_host', 'HTTP_PROXY'])('WebSocket by CONNECT, %s', async (variable) => {
    const server = await start();
    const proxy = await startProxy();
    const node = server.addNode('a1', { webSocket: true });
    const value = variable === 'proxy_host' ? `127.0.0.1:${proxy.port}` : proxy.url;
    await builds(run(['-url', far(server), ...who(node), '-webSocket'], { [variable]: value }), node);
    expect(proxy.requests).toContain(`CONNECT ${new URL(far(server)).host}`);
  });

  test('HTTPS by https_proxy', async () => {
    const server = await start({ https: true });
    const proxy = await startProxy();
    const node = server.addNode('a1', { webSocket: true });
    const words = ['-url', far(server), ...who(node), '-webSocket', '-noCertificateCheck'];
    await builds(run(words, { https_proxy: proxy.url }), node);
    expect(proxy.requests).toContain(`CONNECT ${new URL(far(server)).host}`);
  });

  test('with -proxyCredentials, which are asked for otherwise', async () => {
    const server = await start();
    const proxy = await startProxy('squid:swordfish');
    const node = server.addNode('a1');
    const words = ['-url', far(server), ...who(node)];
    const without = run([...words, '-noReconnect'], { http_proxy: proxy.url });
    expect(await without.exited).toBe('exit code 1');
    expect(without.output).toContain('407');
    const agent = run([...words, '-proxyCredentials', 'squid:swordfish'], { http_proxy: proxy.url });
    await builds(agent, node);
    expect(agent.output).not.toContain('swordfish');
  });

  test('but not where no_proxy says so', async () => {
    const server = await start();
    const proxy = await startProxy();
    const node = server.addNode('a1');
    const env = { http_proxy: proxy.url, no_proxy: `other,.${FAR}` };
    const agent = run(['-url', far(server), ...who(node), '-noReconnect'], env);
    expect(await agent.exited).toBe('exit code 1');
    expect(proxy.requests).toEqual([]);
  });
});

describe('without discovery', () => {
  test('-direct with an identity', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const words = ['-direct', `127.0.0.1:${server.tcpPort}`, '-instanceIdentity', server.identity.publicKey];
    const agent = run([...words, ...who(node)]);
    await builds(agent, node);
    expect(agent.output).toContain('Locating server among []');
  });

  test('-direct with protocols that there are not', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const words = ['-direct', `127.0.0.1:${server.tcpPort}`, '-instanceIdentity', server.identity.publicKey];
    const agent = run([...words, '-protocols', 'JNLP3-connect', ...who(node)]);
    expect(await agent.exited).toBe('exit code 1');
    expect(agent.output).toContain('None of the protocols are enabled');
  });
});

describe('a tunnel', () => {
  test.each(['HOST:PORT', ':PORT', 'HOST:'])('%s', async (form) => {
    const server = await start();
    const node = server.addNode('a1');
    const tunnel = form.replace('HOST', '127.0.0.1').replace('PORT', String(server.tcpPort));
    const agent = run(['-url', server.url, '-tunnel', tunnel, ...who(node)]);
    await builds(agent, node);
    expect(agent.output).toContain('Skipping the TCP Agent Listener Port availability check');
  });

  test('that cannot be used is wrong usage', async () => {
    const server = await start();
    const agent = run(['-url', server.url, '-tunnel', 'nowhere', ...who(server.addNode('a1'))]);
    expect(await agent.exited).toBe('exit code 2');
    expect(agent.output).toContain('Invalid HOST:PORT value: nowhere');
  });
});

test('the first of several URLs that answers is used', async () => {
  const server = await start();
  const node = server.addNode('a1');
  const nobody = await startHttpProxy();
  await nobody.close();
  const agent = run(['-url', nobody.url, '-url', server.url.replace(/\/$/, ''), ...who(node)]);
  await builds(agent, node);
  expect(agent.output).toContain(`Locating server among [${nobody.url}/, ${server.url}]`);
});

test('headers and credentials arrive', async () => {
  const seen: NodeJS.Dict<string | string[]>[] = [];
  const web = createServer((request, response) => {
    seen.push(request.headers);
    response.writeHead(403).end();
  });
  web.on('upgrade', (request, socket) => {
    seen.push(request.headers);
    socket.end('HTTP/1.1 403 Forbidden\r\nX-Content-Type-Options: nosniff\r\n\r\n');
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`;
  try {
    const who = ['-name', 'a1', '-secret', '0'.repeat(64), '-noReconnect'];
    const webSocket = run([
      '-url',
      url,
      ...who,
      '-webSocket',
      '-webSocketHeader',
      'X-One=1=2',
      '-webSocketHeader',
      'Y=z',
    ]);
    expect(await webSocket.exited).toBe('exit code 3');
    expect(seen.pop()).toMatchObject({ 'x-one': '1=2', y: 'z', 'node-name': 'a1' });
    expect(await run(['-url', url, ...who, '-credentials', 'u:ü']).exited).toBe('exit code 1');
    expect(seen.pop()).toMatchObject({ authorization: `Basic ${Buffer.from('u:ü').toString('base64')}` });
  } finally {
    web.close();
  }
});

describe('a JNLP file', () => {
  test('plain, over HTTP', async () => {
    const server = await start();
    const node = server.addNode('a1', { workDir: directory });
    const agent = run(['-jnlpUrl', `${server.url}computer/a1/jenkins-agent.jnlp`]);
    await builds(agent, node);
    expect(existsSync(join(directory, 'remoting/logs/remoting.log.0'))).toBe(true);
  });

  test('encrypted with the secret, and WebSocket as it says', async () => {
    const server = await start();
    const node = server.addNode('a1', { webSocket: true });
    const agent = run(['-jnlpUrl', `${server.url}computer/a1/slave-agent.jnlp`, '-secret', node.secret]);
    await builds(agent, node);
    expect(agent.output.match(/WebSocket connection open/g)).toHaveLength(1);
  });

  test('encrypted, with another secret', async () => {
    const server = await start();
    server.addNode('a1');
    const agent = run(['-jnlpUrl', `${server.url}computer/a1/slave-agent.jnlp`, '-secret', '0'.repeat(64)]);
    expect(await agent.exited).toBe('exit code 1');
  });

  test.each(['path', 'URL'])('on disk, by its %s', async (form) => {
    const server = await start();
    const node = server.addNode('a1');
    const file = join(directory, 'slave-agent.jnlp');
    const answer = await fetch(`${server.url}computer/a1/jenkins-agent.jnlp`);
    await writeFile(file, await answer.text());
    await builds(run(['-jnlpUrl', form === 'path' ? file : pathToFileURL(file).href]), node);
  });

  test('that is not there, without another attempt', async () => {
    const server = await start();
    const agent = run(['-jnlpUrl', `${server.url}computer/a2/slave-agent.jnlp`, '-noReconnect']);
    expect(await agent.exited).toBe('exit code 1');
    expect(agent.output).toContain('Failed to obtain');
  });
});

describe('the end', () => {
  test('refused with -noReconnect', async () => {
    const server = await start();
    const agent = run(['-url', server.url, '-name', 'a2', '-secret', '0'.repeat(64), '-noReconnect']);
    expect(await agent.exited).toBe('exit code 3');
    expect(agent.output).toContain('Unknown client name: a2');
  });

  test('-noReconnectAfter', async () => {
    const server = await start({ settings: { pageStatus: 503 } });
    const agent = run(['-url', server.url, ...who(server.addNode('a1')), '-noReconnectAfter', '2s']);
    expect(await agent.exited).toBe('exit code 4');
    expect(agent.output).toContain('Bailing out after 2 seconds');
  });

  test('comes back after a restart of the controller that took its pages away', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const agent = run(['-url', server.url, ...who(node)]);
    const computer = await agent.expect('it was online', node.whenOnline());
    server.settings.pageStatus = 503;
    computer.disconnect(new Error('restart'));
    await says(agent, 'Could not locate server among');
    server.settings.pageStatus = 200;
    await builds(agent, node);
    expect(node.offeredCookie).toBe(computer.cookie);
    expect(agent.output).toContain('onReconnect operation completed.');
  }, 120_000);

  test('a twin that holds the name goes away, and the agent gets in', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const first = run(['-url', server.url, ...who(node)]);
    await first.expect('it was online', node.whenOnline());
    const second = run(['-url', server.url, ...who(node)]);
    await says(second, 'a1 is already connected to this controller. Rejecting this connection.');
    await first.stop();
    await builds(second, node);
  }, 120_000);
});

describe('files', () => {
  test('-internalDir, -jar-cache, -noKeepAlive', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const more = ['-workDir', directory, '-internalDir', 'own', '-jar-cache', join(directory, 'jars'), '-noKeepAlive'];
    await builds(run(['-url', server.url, ...who(node), ...more]), node);
    expect(await readFile(join(directory, 'own/logs/remoting.log.0'), 'utf8')).toContain('INFO: Connected');
  });

  test('-failIfWorkDirIsMissing', async () => {
    const missing = join(directory, 'missing');
    const words = ['-url', 'http://127.0.0.1:1/', '-name', 'a', '-secret', 's', '-workDir', missing];
    const agent = run([...words, '-failIfWorkDirIsMissing']);
    expect(await agent.exited).toBe('exit code 1');
    expect(agent.output).toContain(`The working directory is missing, but it is expected to exist: ${missing}`);
  });

  test('-agentLog and -loggingConfig', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const log = join(directory, 'agent.log');
    await builds(run(['-url', server.url, ...who(node), '-agentLog', log]), node);
    expect(await readFile(log, 'utf8')).toContain('INFO: Connected');

    const config = join(directory, 'logging.properties');
    await mkdir(join(directory, 'logs'));
    const handler = 'java.util.logging.FileHandler';
    await writeFile(config, `handlers=${handler}\n${handler}.pattern=${directory}/logs/%g.log\n.level=INFO\n`);
    const node2 = server.addNode('a2');
    const silent = run(['-url', server.url, ...who(node2), '-loggingConfig', config]);
    await builds(silent, node2);
    expect(await readFile(join(directory, 'logs/0.log'), 'utf8')).toContain('INFO: Connected');
    expect(silent.output).not.toContain('Connected');
  });
});
