import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { encodeChunks } from '../../../src/transport/chunks.js';
import type { WebSocketTransport } from '../../../src/transport/websocket/transport.js';
import { Recorder, sameCommands, sampleCommand } from '../recorder.js';
import { closed, dial, slowProxy } from '../sockets.js';
import { agent, controller, type Upgraded } from './peers.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('WebSocketTransport', () => {
  async function pair(): Promise<{ client: WebSocketTransport; server: Upgraded; clientSocket: Socket }> {
    const { port, upgraded } = await controller();
    const clientSocket = await dial(port);
    const { transport } = await agent(port, { socket: clientSocket });
    return { client: transport, server: await upgraded, clientSocket };
  }

  it('carries commands both ways, one chunk a message', async () => {
    const { client, server } = await pair();
    const sizes: number[] = [];
    server.ws.on('message', (data: Buffer) => sizes.push(data.length));
    const commands = [0, 5, 8192, 20_000].map(sampleCommand);
    const atServer = new Recorder(server.transport);
    const atClient = new Recorder(client);
    for (const command of commands) {
      client.send(command);
      server.transport.send(command);
    }
    expect(sameCommands(await atServer.waitForCommands(4), commands)).toBe(true);
    expect(sameCommands(await atClient.waitForCommands(4), commands)).toBe(true);
    expect(sizes).toEqual([2, 7, 8194, 8194, 8194, 3618]);
  });

  it('works through a proxy that passes a byte at a time', async () => {
    const { port, upgraded } = await controller();
    const { transport } = await agent(port, { socket: await dial(await slowProxy(port, 1)) });
    const server = await upgraded;
    const atServer = new Recorder(server.transport);
    const atClient = new Recorder(transport);
    transport.send(sampleCommand(300));
    server.transport.send(sampleCommand(200));
    expect(sameCommands(await atServer.waitForCommands(1), [sampleCommand(300)])).toBe(true);
    expect(sameCommands(await atClient.waitForCommands(1), [sampleCommand(200)])).toBe(true);
  });

  it('takes fragments and messages cut anywhere', async () => {
    const { client, server } = await pair();
    const atClient = new Recorder(client);
    const bytes = encodeChunks(sampleCommand(10_000));
    // As agents up to 4.8 and their controllers do: the header is a fragment of its own.
    server.ws.send(bytes.subarray(0, 2), { binary: true, fin: false });
    server.ws.send(bytes.subarray(2, 5000), { binary: true, fin: true });
    server.ws.send(bytes.subarray(5000, 8195));
    server.ws.send(Buffer.concat([bytes.subarray(8195), encodeChunks(sampleCommand(3)), Buffer.of(0)]));
    server.ws.send(Buffer.of(1, 0x61));
    const expected = [sampleCommand(10_000), sampleCommand(3), Buffer.from('a')];
    expect(sameCommands(await atClient.waitForCommands(3), expected)).toBe(true);
  });

  it('loses no command that arrives before the start', async () => {
    const { client, server, clientSocket } = await pair();
    const commands = [100, 100_000, 3].map(sampleCommand);
    const before = clientSocket.bytesRead;
    for (const command of commands) server.transport.send(command);
    await expect.poll(() => clientSocket.bytesRead).toBeGreaterThan(before);
    expect(sameCommands(await new Recorder(client).waitForCommands(3), commands)).toBe(true);
  });

  it('answers a ping with its payload', async () => {
    const { client, server } = await pair();
    new Recorder(client);
    new Recorder(server.transport);
    const pong = new Promise((resolve) => server.ws.once('pong', (data) => resolve(data.toString())));
    server.ws.ping('hello');
    expect(await pong).toBe('hello');
  });

  it('closes with 1000 after everything that was sent', async () => {
    const { client, server, clientSocket } = await pair();
    const code = new Promise((resolve) => server.ws.once('close', resolve));
    const atServer = new Recorder(server.transport);
    const atClient = new Recorder(client);
    const command = sampleCommand(3_000_000);
    client.send(command);
    const done = client.close();
    client.send(command);
    await done;
    expect(await code).toBe(1000);
    expect(sameCommands(atServer.commands, [command])).toBe(true);
    expect(await atServer.waitForEnd()).toBeUndefined();
    expect(await atClient.waitForEnd()).toBeUndefined();
    await closed(clientSocket);
  });

  it('does not wait for a peer that never answers the close', async () => {
    const { client, server, clientSocket } = await pair();
    const atClient = new Recorder(client);
    server.socket.pause();
    await client.close(50);
    expect(await atClient.waitForEnd()).toBeUndefined();
    await closed(clientSocket);
  });

  it('answers a text message with 1000', async () => {
    const { client, server } = await pair();
    const atClient = new Recorder(client);
    new Recorder(server.transport);
    const code = new Promise((resolve) => server.ws.once('close', resolve));
    server.ws.send('hello');
    server.transport.send(sampleCommand(1));
    expect(await code).toBe(1000);
    expect(await atClient.waitForEnd()).toMatchObject({ code: 'PROTOCOL_VIOLATION' });
    expect(atClient.commands).toEqual([]);
  });

  it.each([1000, 1001, 1011, 4000])('takes a close frame %i for an orderly end', async (code) => {
    const lines: string[] = [];
    const { port, upgraded } = await controller();
    const { transport } = await agent(port, { status: (line) => lines.push(line) });
    const atClient = new Recorder(transport);
    (await upgraded).ws.resume();
    (await upgraded).ws.close(code);
    expect(await atClient.waitForEnd()).toBeUndefined();
    expect(lines).toEqual(['WebSocket connection open']);
  });

  it('reports a close in the middle of a command', async () => {
    const { client, server } = await pair();
    const atClient = new Recorder(client);
    server.ws.resume();
    server.ws.send(Buffer.of(0x80, 1, 1));
    server.ws.close(1000);
    expect(await atClient.waitForEnd()).toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it.each([
    ['an end without a close frame', 'end'],
    ['a reset', 'reset'],
  ])('reports %s', async (_what, how) => {
    const { client, server, clientSocket } = await pair();
    const atClient = new Recorder(client);
    if (how === 'end') server.socket.end();
    else server.socket.resetAndDestroy();
    expect(await atClient.waitForEnd()).toMatchObject({ code: 'CONNECTION_LOST', policy: 'retryable' });
    await closed(clientSocket);
    expect(atClient.ends).toHaveLength(1);
  });

  it('reports an end that came before the start', async () => {
    const { client, server, clientSocket } = await pair();
    server.socket.resetAndDestroy();
    clientSocket.resume();
    await closed(clientSocket);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await new Recorder(client).waitForEnd()).toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('reports the error that it was destroyed with, once', async () => {
    const { client, clientSocket } = await pair();
    const atClient = new Recorder(client);
    const error = new Error('enough');
    client.destroy(error);
    client.destroy(new Error('again'));
    client.send(sampleCommand(1));
    expect(await atClient.waitForEnd()).toBe(error);
    await closed(clientSocket);
    expect(atClient.ends).toEqual([error]);
  });

  it('ends on a command beyond the limit', async () => {
    const { port, upgraded } = await controller();
    const { transport } = await agent(port, { maxCommandBytes: 1000 });
    const atClient = new Recorder(transport);
    (await upgraded).transport.send(sampleCommand(1001));
    expect(await atClient.waitForEnd()).toMatchObject({ code: 'COMMAND_TOO_LARGE' });
  });

  it('holds writers back while the peer does not read, and gives up when it stays so', async () => {
    const { port, upgraded } = await controller();
    const { transport } = await agent(port, { writeTimeoutMs: 2000 });
    const atClient = new Recorder(transport);
    (await upgraded).socket.pause();
    await transport.drained();
    for (let i = 0; i < 20; i++) transport.send(sampleCommand(1_000_000));
    let drained = false;
    const waiting = transport.drained().then(() => (drained = true));
    await turn();
    expect(drained).toBe(false);
    expect(await atClient.waitForEnd()).toMatchObject({ code: 'TIMEOUT' });
    await waiting;
  });

  it('answers the latest of the pings of a peer that does not read', async () => {
    const { client, server, clientSocket } = await pair();
    client.start({ command: () => undefined, end: () => undefined });
    // The socket is full: pongs wait as everything does.
    while (clientSocket.writableLength < 1_000_000) client.send(sampleCommand(100_000));
    const full = clientSocket.writableLength;
    for (let i = 0; i < 10_000; i++) server.ws.ping(`${i}`);
    const last = new Promise<string[]>((resolve) => {
      const pongs: string[] = [];
      server.ws.on('pong', (data) => {
        pongs.push(data.toString());
        if (data.toString() === '9999') resolve(pongs);
      });
    });
    while (clientSocket.bytesRead < 58_890) await turn();
    expect(clientSocket.writableLength).toBeLessThan(full + 100);
    server.transport.start({ command: () => undefined, end: () => undefined });
    expect((await last).length).toBeLessThan(10);
    client.destroy();
  });

  it('lets writers go on when the peer reads again', async () => {
    const { client, server } = await pair();
    for (let i = 0; i < 40; i++) client.send(sampleCommand(1_000_000));
    const waiting = client.drained();
    const atServer = new Recorder(server.transport);
    await waiting;
    expect(await atServer.waitForCommands(40)).toHaveLength(40);
  });

  it('pings when asked to, and notices a silent peer', async () => {
    const { port, upgraded } = await controller();
    const { transport } = await agent(port, { pingIntervalMs: 500 });
    const atClient = new Recorder(transport);
    const server = await upgraded;
    let pings = 0;
    server.ws.on('ping', () => pings++);
    new Recorder(server.transport);
    while (pings < 3 && atClient.ends.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(atClient.ends).toEqual([]);
    server.socket.pause();
    expect(await atClient.waitForEnd()).toMatchObject({ code: 'TIMEOUT' });
  });
});
