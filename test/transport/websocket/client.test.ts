import { createServer, STATUS_CODES } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { Level, Logger } from '../../../src/remoting/logger.js';
import { readAgentRequest } from '../../../src/transport/websocket/server.js';
import { createCredentials } from '../credentials.js';
import { Recorder, sameCommands, sampleCommand } from '../recorder.js';
import { closed, dial, listenOn, socketPair } from '../sockets.js';
import { agent, controller } from './peers.js';

describe('openWebSocket', () => {
  it('sends the headers of an agent and reads the answer', async () => {
    const { port, upgraded } = await controller();
    const lines: string[] = [];
    const connection = await agent(port, {
      cookie: 'old',
      userAgent: 'u/1',
      headers: [
        ['X-Extra', '1'],
        ['origin', 'http://elsewhere'],
      ],
      status: (line) => lines.push(line),
    });
    const { request } = await upgraded;
    expect(connection).toMatchObject({ cookie: 'c00c1e', capability: 0x1fe, minimumVersion: '4.7' });
    expect(connection.transport.name).toBe('WebSocket');
    expect(lines).toEqual(['WebSocket connection open']);
    expect(request.url).toBe('/jenkins/wsagents/');
    expect(request.headers).toMatchObject({
      'node-name': 'a',
      'secret-key': 's',
      'connection-cookie': 'old',
      'x-extra': '1',
      'user-agent': 'u/1',
      origin: 'http://elsewhere',
    });
    expect(request.headers['sec-websocket-extensions']).toBeUndefined();
    expect(request.headers['sec-websocket-protocol']).toBeUndefined();
    expect(readAgentRequest(request.headers)).toEqual({ name: 'a', secret: 's', capability: 0x1fe, cookie: 'old' });
  });

  it('names the origin of the URL when no header replaces it', async () => {
    const { port, upgraded } = await controller();
    await agent(port);
    expect((await upgraded).request.headers.origin).toBe(`http://127.0.0.1:${port}`);
  });

  it('warns about a missing capability and assumes a full one', async () => {
    const { port } = await controller(undefined, []);
    const records: [Level, string][] = [];
    const logger: Logger = { log: (level, _source, message) => records.push([level, message]), isLoggable: () => true };
    expect(await agent(port, { logger })).toMatchObject({ capability: 0x1fe, cookie: undefined });
    expect(records).toEqual([
      ['FINE', expect.stringMatching(/^Upgraded; the controller sent .*upgrade/)],
      ['WARNING', 'Did not receive X-Remoting-Capability header'],
    ]);
  });

  it('refuses a capability that is none and closes', async () => {
    const { port } = await controller(undefined, ['X-Remoting-Capability: rO0ABXA=']);
    const socket = await dial(port);
    await expect(agent(port, { socket })).rejects.toMatchObject({ code: 'PROTOCOL_VIOLATION' });
    await closed(socket);
  });

  it('works over TLS', async () => {
    const { key, certificate } = createCredentials();
    const { port, upgraded } = await controller(createTlsServer({ key, cert: certificate }));
    const socket = connectTls({ host: '127.0.0.1', port, ca: certificate });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const client = await agent(port, { url: new URL(`https://127.0.0.1:${port}/`), socket });
    const server = await upgraded;
    const atServer = new Recorder(server.transport);
    client.transport.send(sampleCommand(100_000));
    expect(sameCommands(await atServer.waitForCommands(1), [sampleCommand(100_000)])).toBe(true);
    expect(server.request.headers.origin).toBe(`https://127.0.0.1:${port}`);
    socket.destroy();
  });

  it.each([
    [401, 'text/plain', '', 'REFUSED', 'refused', /401 Unauthorized \(/],
    [
      400,
      'text/plain',
      'no such agent',
      'REFUSED',
      'refused',
      /: no such agent \(the controller has no inbound agent a/,
    ],
    [
      500,
      'text/html',
      '<html><style>p {}</style><p>a is already connected to this controller.</p></html>',
      'REFUSED',
      'refused',
      /: a is already connected to this controller\. \(/,
    ],
    [
      400,
      'text/plain',
      'This endpoint is only for use from agent.jar in WebSocket mode',
      'UPGRADE_FAILED',
      'retryable',
      /removed request headers/,
    ],
    [
      400,
      'text/html',
      '<title>HTTP Status 400 - Bad Request</title><p><b>Type</b> Status Report</p><p><b>Message</b> a is already connected</p>',
      'REFUSED',
      'refused',
      /400 Bad Request: a is already connected \(/,
    ],
    [400, 'text/plain', '', 'UPGRADE_FAILED', 'retryable', /does not pass WebSocket upgrades on/],
    [404, 'text/plain', '', 'WEBSOCKET_UNSUPPORTED', 'refused', /does not support WebSocket/],
    [302, 'text/plain', '', 'UPGRADE_FAILED', 'retryable', /it leads to https:\/\/elsewhere\//],
    [503, 'text/plain', '', 'UPGRADE_FAILED', 'retryable', /the controller is starting/],
    [200, 'text/html', '<title>Hi</title>', 'UPGRADE_FAILED', 'retryable', /200 OK: Hi \(/],
  ])('tells what %i (%s %j) means', async (status, type, body, code, policy, text) => {
    const server = createServer();
    server.on('upgrade', (_request, socket) => {
      socket.end(
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n` +
          `Content-Type: ${type}\r\nLocation: https://elsewhere/\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    });
    const port = await listenOn(server);
    const socket = await dial(port);
    await expect(agent(port, { socket })).rejects.toMatchObject({
      code,
      policy,
      message: expect.stringMatching(text) as unknown,
    });
    await closed(socket);
  });

  it('gives up on silence', async () => {
    const [socket] = await socketPair();
    await expect(agent(1, { socket, timeoutMs: 50 })).rejects.toMatchObject({ code: 'TIMEOUT', policy: 'retryable' });
    await closed(socket);
  });

  it.each(['now', 'later'])('can be aborted %s', async (when) => {
    const [socket] = await socketPair();
    const controller = new AbortController();
    const reason = new Error('stop');
    if (when === 'now') controller.abort(reason);
    const opened = agent(1, { socket, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(opened).rejects.toBe(reason);
    await closed(socket);
  });

  it.each(['ends', 'resets', 'speaks garbage'])('fails when the server %s', async (how) => {
    const [socket, peer] = await socketPair();
    peer.once('data', () => {
      if (how === 'ends') peer.end();
      else if (how === 'resets') peer.resetAndDestroy();
      else peer.end('\x00\x03ACK garbage\r\n\r\n');
    });
    await expect(agent(1, { socket })).rejects.toMatchObject({ code: 'UPGRADE_FAILED', policy: 'retryable' });
    await closed(socket);
  });
});
