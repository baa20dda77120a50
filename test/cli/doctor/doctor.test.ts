import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { runDoctor } from '../../../src/cli/doctor/doctor.js';
import { renderTable } from '../../../src/cli/doctor/report.js';
import type { Finding } from '../../../src/cli/doctor/report.js';
import type { OptionValues } from '../../../src/cli/option-table.js';
import { UsageError } from '../../../src/cli/usage-error.js';
import { Controller } from '../../../tools/controller/controller.js';
import type { ControllerOptions } from '../../../tools/controller/controller.js';
import { createIdentity } from '../../../tools/controller/identity.js';
import { directEndpoint } from '../../../src/endpoint/direct.js';
import { openTcpTransport } from '../../../src/endpoint/open-tcp.js';
import { startHttpProxy } from '../../support/http-proxy.js';

let controller: Controller | undefined;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'doctor-'));
});
afterEach(async () => {
  await controller?.close();
  controller = undefined;
  await rm(directory, { recursive: true, force: true });
});

async function start(options?: ControllerOptions): Promise<Controller> {
  return (controller = await Controller.start(options));
}

/** The address of a server that ends with the test. */
async function urlOf(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function examine(values: OptionValues, environment: NodeJS.ProcessEnv = {}) {
  let text = '';
  const code = await runDoctor([values], {
    json: true,
    environment,
    print: (more) => (text += more),
    timeoutMs: 5000,
  });
  const { checks } = JSON.parse(text) as { checks: Finding[] };
  return {
    code,
    text,
    names: checks.map(({ check }) => check),
    of: (name: string) => checks.find(({ check }) => check === name) ?? { status: 'missing', text: '', advice: '' },
  };
}

const WEB = ['DNS', 'TCP', 'Proxy', 'TLS', 'Jenkins', 'Versions'];
const LAST = ['Name, secret', 'Work directory', 'Disk', 'Clock', 'git', 'Java'];

describe('a healthy agent', () => {
  it.each([false, true])('has nothing that fails; WebSocket: %s', async (webSocket) => {
    const server = await start();
    const node = server.addNode('a1', { webSocket });
    const values = { urls: [server.url], name: 'a1', secret: node.secret, workDir: directory };
    const { code, names, of, text } = await examine(webSocket ? { ...values, webSocket } : values);
    expect(names).toEqual([...WEB, ...(webSocket ? ['WebSocket'] : ['Agent port', 'Identity']), ...LAST]);
    expect(code).toBe(0);
    expect(of('Name, secret')).toMatchObject({ status: 'ok', text: 'the controller takes this agent as a1' });
    expect(of(webSocket ? 'WebSocket' : 'Agent port').status).toBe('ok');
    expect(of('Versions').text).toContain(
      `Jenkins 2.462.3${webSocket ? '; ' : ', wants remoting 4.13 or newer; '}agent `,
    );
    expect(text).not.toContain(node.secret);
  });

  it('behind HTTPS, with its authority and without', async () => {
    const server = await start({ https: true });
    const values = { urls: [server.url] };
    const trusted = await examine({ ...values, certificates: [server.authorityPem ?? ''] });
    expect(trusted.of('TLS')).toMatchObject({ status: 'ok' });
    expect(trusted.of('Name, secret')).toMatchObject({ status: 'skipped' });
    const untrusted = await examine(values);
    expect(untrusted.code).toBe(1);
    expect(untrusted.of('TLS')).toMatchObject({ status: 'failed' });
    expect(untrusted.of('TLS').advice).toContain('-cert @ca.pem');
    expect(untrusted.of('Jenkins')).toMatchObject({ status: 'skipped', text: 'needs: TLS' });
  });

  it('with a direct connection', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const direct = `127.0.0.1:${server.tcpPort}`;
    const values = { direct, instanceIdentity: server.identity.publicKey, name: 'a1', secret: node.secret };
    const { of, names } = await examine(values);
    expect(of('Name, secret').status).toBe('ok');
    expect(names).toEqual(['DNS', 'TCP', 'Versions', 'Agent port', 'Identity', ...LAST]);
  });

  it('over WebSocket asks for nothing that only TCP needs', async () => {
    const server = await start();
    const asked: string[] = [];
    const front = createHttpServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(request.url === '/wsagents/' ? 400 : 403, { 'X-Content-Type-Options': 'nosniff' });
      response.end('This page is only for use from agent.jar');
    });
    front.on('upgrade', (request, socket) => {
      const { port } = new URL(server.url);
      const through = connect(Number(port), '127.0.0.1', () => {
        const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
        through.write(`GET ${request.url} HTTP/1.1\r\n${headers.join('')}\r\n`);
        socket.pipe(through).pipe(socket);
      });
      for (const end of [socket, through]) end.on('error', () => undefined);
    });
    const node = server.addNode('a1', { webSocket: true });
    const { of, code } = await examine({
      urls: [await urlOf(front)],
      webSocket: true,
      java: 'never',
      name: 'a1',
      secret: node.secret,
    });
    expect(of('Name, secret')).toMatchObject({ status: 'ok' });
    expect(code).toBe(0);
    expect(new Set(asked)).toEqual(new Set(['/wsagents/', '/login']));
  });
});

describe('what fails', () => {
  it('a host that there is not', async () => {
    const { code, of } = await examine({ urls: ['http://nowhere.invalid/'] });
    expect(code).toBe(1);
    expect(of('DNS').status).toBe('failed');
    expect(of('TCP')).toMatchObject({ status: 'skipped', text: 'needs: DNS' });
    expect(of('Identity').status).toBe('skipped');
    expect(of('Disk').status).not.toBe('skipped');
  });

  it('a port that nobody listens on', async () => {
    expect((await examine({ urls: ['http://127.0.0.1:1/'] })).of('TCP')).toMatchObject({ status: 'failed' });
  });

  it('a proxy that wants a login', async () => {
    const server = await start();
    const proxy = await startHttpProxy('u:swordfish');
    try {
      const urls = [server.url.replace('127.0.0.1', 'controller.invalid')];
      const refused = await examine({ urls }, { http_proxy: proxy.url });
      expect(refused.of('Proxy')).toMatchObject({ status: 'failed' });
      expect(refused.of('Proxy').text).toContain('407');
      const welcome = await examine({ urls, proxyCredentials: 'u:swordfish' }, { http_proxy: proxy.url });
      expect(welcome.of('Proxy').status).toBe('ok');
      expect(welcome.of('Jenkins').status).toBe('ok');
      expect(welcome.text).not.toContain('swordfish');
    } finally {
      await proxy.close();
    }
  });

  it.each([
    ['computer/a1/', ''],
    ['', 'jenkins/'],
    ['jenkins/manage/configure/', 'jenkins/'],
  ])('a URL that is not the root: /%s, and the root is /%s', async (given, root) => {
    const jenkins = createHttpServer((request, response) => {
      const headers = { 'X-Jenkins': '2.568' };
      // What is in front of a Jenkins with a path of its own says nothing of it.
      const isJenkins = request.url?.startsWith(`/${root}`) === true;
      response.writeHead(request.url === `/${root}login` ? 200 : 404, isJenkins ? headers : {}).end();
    });
    const top = await urlOf(jenkins);
    const { of } = await examine({ urls: [`${top}${given}`] });
    expect(of('Jenkins')).toMatchObject({
      status: 'failed',
      text: `${top}${given} is not the root of Jenkins, ${top}${root} is`,
      advice: `Give -url ${top}${root}`,
    });
  });

  it('a tunnel that leads nowhere, and one that leads elsewhere', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const who = { urls: [server.url], name: 'a1', secret: node.secret };
    const nowhere = await examine({ ...who, tunnel: '127.0.0.1:1' });
    expect(nowhere.of('Agent port')).toMatchObject({ status: 'failed' });
    expect(nowhere.of('Agent port').text).toContain('the tunnel 127.0.0.1:1 cannot be reached');
    expect(nowhere.of('Agent port').advice).toContain('-tunnel an address of the agent port');
    expect(nowhere.of('Name, secret')).toMatchObject({ status: 'skipped', text: 'needs: Identity' });
    const webPort = new URL(server.url).host;
    const elsewhere = (await examine({ ...who, tunnel: webPort })).of('Name, secret');
    expect(elsewhere.status).toBe('failed');
    expect(elsewhere.advice).toContain(`What answers at ${webPort} is not this controller's agent port`);
    const right = await examine({ ...who, tunnel: `127.0.0.1:${server.tcpPort}` });
    expect(right.code).toBe(0);
  });

  it('a controller that starts, one whose TCP port is off, one that is too new', async () => {
    const server = await start({ settings: { pageStatus: 503 } });
    expect((await examine({ urls: [server.url] })).of('Jenkins').text).toContain('503');
    server.settings.pageStatus = 200;
    server.settings.tcpEnabled = false;
    const off = (await examine({ urls: [server.url] })).of('Agent port');
    expect(off.status).toBe('failed');
    expect(off.advice).toContain('-webSocket');
    server.settings.tcpEnabled = true;
    server.settings.minimumVersion = '9999.v1';
    expect((await examine({ urls: [server.url] })).of('Versions')).toMatchObject({ status: 'failed' });
  });

  it.each([false, true])('a wrong secret and a wrong name; WebSocket: %s', async (webSocket) => {
    const server = await start();
    const node = server.addNode('a1', { webSocket });
    const way = { urls: [server.url], ...(webSocket ? { webSocket } : {}) } as const;
    const secret = await examine({ ...way, name: 'a1', secret: '0'.repeat(64) });
    expect(secret.of('Name, secret').status).toBe('failed');
    expect(secret.of('Name, secret').advice).toContain('computer/a1');
    const name = await examine({ ...way, name: 'a2', secret: node.secret });
    expect(name.of('Name, secret').status).toBe('failed');
    expect(node.connections).toBe(0);
  });

  it('a WebSocket that is not there', async () => {
    const server = await start({ settings: { webSocketEnabled: false } });
    const node = server.addNode('a1');
    const result = await examine({ urls: [server.url], webSocket: true, name: 'a1', secret: node.secret });
    expect(result.of('WebSocket').status).toBe('failed');
    expect(result.of('Name, secret')).toMatchObject({ status: 'skipped', text: 'needs: WebSocket' });
  });

  it('an answer of somebody else', async () => {
    const other = createHttpServer((_request, response) => void response.end('Welcome to nginx'));
    const { of } = await examine({ urls: [await urlOf(other)] });
    expect(of('Jenkins')).toMatchObject({ status: 'failed' });
    expect(of('Jenkins').text).toContain('answers 200, and not as Jenkins does');
    expect(of('Agent port')).toMatchObject({ status: 'skipped', text: 'needs: Jenkins' });
  });

  it('an answer that is no HTTP', async () => {
    const other = createServer((socket) => {
      // The doctor hangs up when it has seen enough.
      socket.on('error', () => undefined);
      socket.end('SSH-2.0-OpenSSH\r\n');
    });
    const { of } = await examine({ urls: [await urlOf(other)] });
    expect(of('TCP').status).toBe('ok');
    expect(of('Jenkins').status).toBe('failed');
    expect(of('Jenkins').advice).toContain('but not by HTTP');
  });

  it('a controller with another identity than was told', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const { publicKey } = await createIdentity();
    const direct = `127.0.0.1:${server.tcpPort}`;
    const { of, code } = await examine({ direct, instanceIdentity: publicKey, name: 'a1', secret: node.secret });
    expect(code).toBe(1);
    expect(of('Name, secret').text).toContain('is not in the list of trusted keys');
    expect(of('Name, secret').advice).toContain('compare its identity');
    expect(node.connections).toBe(0);
  });

  it('JNLP4-connect that is switched off', async () => {
    const server = await start({ settings: { protocols: ['Ping'] } });
    const identity = (await examine({ urls: [server.url] })).of('Identity');
    expect(identity).toMatchObject({ status: 'warning' });
    expect(identity.advice).toContain('Enable JNLP4-connect');
  });

  it('a name that an agent has already', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const first = await openTcpTransport(directEndpoint(`127.0.0.1:${server.tcpPort}`, server.identity.publicKey), {
      name: 'a1',
      secret: node.secret,
    });
    const { of, code } = await examine({ urls: [server.url], name: 'a1', secret: node.secret });
    expect(code).toBe(0);
    expect(of('Name, secret')).toMatchObject({ status: 'warning' });
    expect(of('Name, secret').advice).toContain('an agent runs under this name already');
    first.transport.destroy();
  });

  it('a clock that is wrong', async () => {
    const behind = createHttpServer((_request, response) => {
      const headers = { 'X-Jenkins': '2.568', Date: new Date(Date.now() - 90_000).toUTCString() };
      response.writeHead(404, headers).end();
    });
    const clock = (await examine({ urls: [await urlOf(behind)] })).of('Clock');
    expect(clock.status).toBe('warning');
    expect(clock.text).toMatch(/^(?:89|90|91|92) s ahead of the controller$/);
    expect(clock.advice).toContain('NTP');
  });

  it('a disk without room', async () => {
    // A file system that has no blocks at all.
    const disk = (await examine({ urls: ['http://127.0.0.1:1/'], workDir: '/sys/kernel' })).of('Disk');
    expect(disk).toMatchObject({ status: 'warning', text: '0.0 GiB free at /sys/kernel' });
    expect(disk.advice).toContain('Make room');
  });

  it('a machine without git', async () => {
    vi.stubEnv('PATH', directory);
    const git = (await examine({ urls: ['http://127.0.0.1:1/'] })).of('git');
    vi.unstubAllEnvs();
    expect(git.status).toBe('warning');
    expect(git.text).toContain('git does not run');
    expect(git.advice).toContain('Install git');
  });

  it('HTTPS that nobody checks', async () => {
    const server = await start({ https: true });
    const tls = (await examine({ urls: [server.url], noCertificateCheck: true })).of('TLS');
    expect(tls).toMatchObject({ status: 'warning' });
    expect(tls.advice).toContain('-cert instead of -noCertificateCheck');
  });

  it('a work directory that is a file', async () => {
    const { of } = await examine({ urls: ['http://127.0.0.1:1/'], workDir: '/dev/null' });
    expect(of('Work directory')).toMatchObject({ status: 'failed', text: '/dev/null is no directory' });
  });

  it('no controller at all', async () => {
    await expect(examine({})).rejects.toThrow(UsageError);
  });
});

describe('the table', () => {
  const findings: readonly Finding[] = [
    { check: 'DNS', status: 'ok', text: 'jenkins is 10.0.0.1' },
    { check: 'TCP', status: 'failed', text: 'refused', advice: 'Open the port in the firewall' },
    { check: 'Clock', status: 'warning', text: '90 s behind', advice: 'NTP' },
    { check: 'TLS', status: 'skipped', text: 'needs: TCP' },
  ];

  it('has a line for each check, and one for what to do', () => {
    expect(renderTable(findings)).toBe(`ok    DNS    jenkins is 10.0.0.1
FAIL  TCP    refused
             -> Open the port in the firewall
WARN  Clock  90 s behind
             -> NTP
-     TLS    needs: TCP

1 failed, 1 to look at, 1 ok
`);
  });

  it('keeps within the width of a terminal', () => {
    expect(renderTable(findings.slice(0, 2), { columns: 35 })).toBe(`ok    DNS  jenkins is 10.0.0.1
FAIL  TCP  refused
           -> Open the port in the
              firewall

1 failed, 0 to look at, 1 ok
`);
  });

  it('has colours where they are wanted', () => {
    const lines = renderTable(findings, { colour: true }).split('\n');
    expect(lines[0]).toBe('\x1b[32mok  \x1b[0m  DNS    jenkins is 10.0.0.1');
    expect(lines[1]).toBe('\x1b[31mFAIL\x1b[0m  TCP    refused');
    expect(lines[3]).toBe('\x1b[33mWARN\x1b[0m  Clock  90 s behind');
    expect(lines.at(-2)).toBe('\x1b[31m1 failed, 1 to look at, 1 ok\x1b[0m');
  });
});
