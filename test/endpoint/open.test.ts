import { Socket } from 'node:net';
import { createServer } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Endpoint } from '../../src/endpoint/endpoint.js';
import { openTcpTransport } from '../../src/endpoint/open-tcp.js';
import { openWebSocketTransport } from '../../src/endpoint/open-websocket.js';
import { proxySettings } from '../../src/endpoint/proxy.js';
import { fingerprint } from '../../src/transport/fingerprint.js';
import { acceptJnlp4 } from '../../src/transport/jnlp4/server.js';
import { upgradeHeaders, webSocketServerTransport } from '../../src/transport/websocket/server.js';
import { createCredentials, type Credentials } from '../transport/credentials.js';
import { Recorder, sampleCommand } from '../transport/recorder.js';
import { listen, listenOn } from '../transport/sockets.js';
import { proxy } from './http-server.js';

let credentials: Credentials;
beforeAll(() => {
  credentials = createCredentials();
});

/** A controller's TCP port that sends back every command. */
async function tcpPort(): Promise<number> {
  return listen((socket) => {
    const authenticate = ({ 'Secret-Key': secret }: Readonly<Record<string, string | null>>) =>
      secret === 's' ? { cookie: 'c' } : { error: 'Authorization failure' };
    acceptJnlp4(socket, { ...credentials, authenticate }).then(
      ({ transport }) => transport.start({ command: (bytes) => transport.send(bytes), end: () => undefined }),
      () => undefined,
    );
  });
}

async function webSocketPort(minimumVersion?: string): Promise<number> {
  const server = createServer();
  const wss = new WebSocketServer({ noServer: true });
  wss.on('headers', (lines) => lines.push(...upgradeHeaders('c', minimumVersion)));
  server.on('upgrade', (request, socket, head) => {
    wss.handleUpgrade(request, socket, head, (ws) => {
      if (!(socket instanceof Socket)) throw new Error('Upgraded something else than a socket');
      const transport = webSocketServerTransport(ws, socket);
      transport.start({ command: (bytes) => transport.send(bytes), end: () => undefined });
    });
  });
  return listenOn(server);
}

function endpoint(port: number, more: Partial<Endpoint> = {}): Endpoint {
  return {
    host: '127.0.0.1',
    port,
    protocols: ['JNLP4-connect', 'Ping'],
    identity: credentials.identity,
    url: undefined,
    ...more,
  };
}

describe('openTcpTransport', () => {
  it('connects with the official status lines', async () => {
    const port = await tcpPort();
    const lines: string[] = [];
    const { transport, cookie } = await openTcpTransport(endpoint(port), {
      name: 'a',
      secret: 's',
      status: (line) => lines.push(line),
    });
    expect(cookie).toBe('c');
    expect(lines).toEqual([
      'Handshaking',
      `Connecting to 127.0.0.1:${port}`,
      'Server reports protocol JNLP4-connect-proxy not supported, skipping',
      'Trying protocol: JNLP4-connect',
      'Waiting for ProtocolStack to start.',
      `Remote identity confirmed: ${fingerprint(credentials.identity)}`,
    ]);
    const recorder = new Recorder(transport);
    transport.send(sampleCommand(10));
    expect(await recorder.waitForCommands(1)).toEqual([sampleCommand(10)]);
    transport.destroy();
  });

  it('says nothing of other protocols when no list is known', async () => {
    const lines: string[] = [];
    const port = await tcpPort();
    const { transport } = await openTcpTransport(endpoint(port, { protocols: undefined }), {
      name: 'a',
      secret: 's',
      status: (line) => lines.push(line),
    });
    expect(lines.slice(0, 3)).toEqual([
      'Handshaking',
      `Connecting to 127.0.0.1:${port}`,
      'Trying protocol: JNLP4-connect',
    ]);
    transport.destroy();
  });

  it('reports failures as the official agent does', async () => {
    const lines: [string, unknown][] = [];
    const status = (line: string, error?: unknown): void => void lines.push([line, error]);
    const options = { name: 'a', secret: 'wrong', status };
    await expect(openTcpTransport(endpoint(1), options)).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
    expect(lines.at(-1)).toEqual([
      'Protocol JNLP4-connect failed to establish channel',
      expect.objectContaining({ code: 'CONNECT_FAILED' }),
    ]);
    await expect(openTcpTransport(endpoint(await tcpPort()), options)).rejects.toMatchObject({ code: 'REFUSED' });
    expect(lines.at(-1)).toEqual([
      'Protocol JNLP4-connect encountered an unexpected exception',
      expect.objectContaining({ code: 'REFUSED' }),
    ]);
    await expect(openTcpTransport(endpoint(1, { protocols: ['Ping'] }), options)).rejects.toMatchObject({
      code: 'NO_PROTOCOL',
      policy: 'fatal',
    });
    expect(lines.at(-1)?.[0]).toBe('Server reports protocol JNLP4-connect not supported, skipping');
  });

  it('goes through a proxy', async () => {
    const port = await tcpPort();
    const way = await proxy(() => port);
    const network = { proxies: proxySettings({ http_proxy: way.url }, 'u:p') };
    const { transport } = await openTcpTransport(endpoint(9, { host: 'controller.example' }), {
      name: 'a',
      secret: 's',
      network,
    });
    expect(way.requests).toEqual(['CONNECT controller.example:9 Basic dTpw']);
    transport.destroy();
  });

  it('explains a proxy that refuses, ends or is not there', async () => {
    const open = (url: string): Promise<unknown> =>
      openTcpTransport(endpoint(9, { host: 'controller.example' }), {
        name: 'a',
        secret: 's',
        network: { proxies: proxySettings({ http_proxy: url }) },
      });
    const refusing = await proxy(() => 0, 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    await expect(open(refusing.url)).rejects.toMatchObject({
      code: 'PROXY_REFUSED',
      policy: 'retryable',
      message:
        `Failed to connect to controller.example:9 through proxy ${new URL(refusing.url).host}: ` +
        'Got a bad response from proxy: HTTP/1.1 407 Proxy Authentication Required (it wants a login: -proxyCredentials USER:PASSWORD)',
    });
    await expect(open(`http://127.0.0.1:${await listen((socket) => socket.end())}`)).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
    });
    await expect(open('http://127.0.0.1:1')).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      message: expect.stringMatching(/\(the proxy\)$/) as unknown,
    });
  });
});

describe('openWebSocketTransport', () => {
  const options = { name: 'a', secret: 's', agentVersion: '4.13' };

  it('connects, by a proxy where there is one', async () => {
    const port = await webSocketPort('4.13');
    const direct = await openWebSocketTransport(`http://127.0.0.1:${port}/`, options);
    expect(direct).toMatchObject({ cookie: 'c', capability: 0x1fe });
    const way = await proxy(() => port);
    const network = { proxies: proxySettings({ proxy_host: new URL(way.url).host }) };
    const { transport } = await openWebSocketTransport('http://controller.example/', { ...options, network });
    expect(way.requests).toEqual(['CONNECT controller.example:80 none']);
    const recorder = new Recorder(transport);
    transport.send(sampleCommand(10));
    expect(await recorder.waitForCommands(1)).toEqual([sampleCommand(10)]);
    transport.destroy();
    direct.transport.destroy();
  });

  it('does not serve a controller that wants a newer agent', async () => {
    const port = await webSocketPort('3176.v207ec082a_8c0');
    await expect(openWebSocketTransport(`http://127.0.0.1:${port}/`, options)).rejects.toMatchObject({
      code: 'VERSION_TOO_OLD',
      policy: 'fatal',
      message: 'Agent version 3176.v207ec082a_8c0 or newer is required.',
    });
  });

  it('reports a port where nobody listens', async () => {
    await expect(openWebSocketTransport('http://127.0.0.1:1/', options)).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      policy: 'retryable',
    });
  });
});
