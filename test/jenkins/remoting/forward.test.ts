/** Port forwarding over a real channel, through real sockets. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { callableHandler } from '../../../src/callables/dispatch.js';
import type { ByteSink, ExportedObject } from '../../../src/remoting/call.js';
import { exportObject, exportOutput } from '../../../src/remoting/exports.js';
import { BYTE_PIPE } from '../../../src/remoting/pipe-commands.js';
import { PipeOutput } from '../../../src/remoting/pipe-output.js';
import { readStreamRef } from '../../../src/remoting/remote-refs.js';
import { readProxy } from '../../../src/remoting/wire/proxy-class.js';
import { unbox } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { agentServices } from '../../support/agent-services.js';
import { channelPair } from '../../support/channel-pair.js';
import type { ChannelPair } from '../../support/channel-pair.js';
import { eventually } from '../../support/processes.js';
import { collectingSink } from '../../support/sinks.js';
import { failureOf, object } from '../file-path/request.js';

const FORWARDER = 'hudson.remoting.forward.Forwarder';
const LISTENING_PORT = 'hudson.remoting.forward.ListeningPort';

let pair: ChannelPair | undefined;
const open = () => (pair = channelPair(callableHandler(agentServices())));
afterEach(async () => {
  await pair?.controller.close();
  pair = undefined;
});

/** A server on loopback; its connections end with the test. */
async function serve(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket.on('error', () => undefined));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function forwarderTo({ controller }: ChannelPair, remotePort: number, remoteHost = '127.0.0.1'): Promise<number> {
  const name = 'hudson.remoting.forward.ForwarderFactory$ForwarderCallable';
  const info = readProxy(await controller.call(object(name, { remotePort, remoteHost })));
  expect(info?.interfaces).toEqual([FORWARDER]);
  return info?.oid ?? -1;
}

/** What PortForwarder does for each connection, at the controller. */
async function connectThrough({ controller }: ChannelPair, oid: number, sink: ByteSink): Promise<PipeOutput<Buffer>> {
  const out = exportOutput(controller, sink);
  const answer = await controller.invoke(oid, FORWARDER, 'connect', ['java.io.OutputStream'], [out]);
  return new PipeOutput(controller, readStreamRef(answer)?.oid ?? -1, BYTE_PIPE, undefined);
}

describe('a Forwarder', () => {
  it('connects where the agent can, and passes bytes and ends both ways', async () => {
    const port = await serve((socket) => void socket.pipe(socket));
    const channels = open();
    const oid = await forwarderTo(channels, port);
    for (let connection = 0; connection < 3; connection++) {
      const sink = collectingSink();
      let ended: Error | 'well' | undefined;
      const back: ByteSink = { write: (bytes) => sink.write(bytes), end: (error) => void (ended = error ?? 'well') };
      const there = await connectThrough(channels, oid, back);
      const content = Buffer.alloc(300_000, `connection ${connection} `);
      await there.write(content);
      there.close();
      await eventually(() => ended !== undefined);
      expect(ended).toBe('well');
      expect(sink.bytes().equals(content)).toBe(true);
    }
  });

  it('cannot connect to what is no port', async () => {
    const channels = open();
    const oid = await forwarderTo(channels, 65_536);
    const failure = await failureOf(connectThrough(channels, oid, collectingSink()));
    expect(failure).toContain('port out of range:65536');
  });

  it('sends no faster than the controller takes', async () => {
    const sent: number[] = [];
    const port = await serve((socket) => {
      const chunk = Buffer.alloc(64 * 1024);
      const own = sent.push(0) - 1;
      const more = (): void => {
        while ((sent[own] ?? 0) < 256 * 1024 * 1024 && socket.write(chunk)) sent[own] = (sent[own] ?? 0) + chunk.length;
      };
      socket.on('drain', more);
      more();
    });
    const channels = open();
    const oid = await forwarderTo(channels, port);
    await connectThrough(channels, oid, { write: () => new Promise(() => undefined), end: () => undefined });
    // Time enough for what is not held back: another connection, to one who takes all that comes.
    await connectThrough(channels, oid, { write: () => undefined, end: () => undefined });
    await expect.poll(() => sent[1], { timeout: 25_000 }).toBeGreaterThan(64 * 1024 * 1024);
    expect(sent[0]).toBeLessThan(64 * 1024 * 1024);
  });

  it('says why it cannot connect', async () => {
    const channels = open();
    const nobody = await forwarderTo(channels, 1);
    expect(await failureOf(connectThrough(channels, nobody, collectingSink()))).toBe(
      'java.net.ConnectException: Connection refused',
    );
    const nowhere = await forwarderTo(channels, 80, 'no-such-host.invalid');
    expect(await failureOf(connectThrough(channels, nowhere, collectingSink()))).toBe(
      'java.net.UnknownHostException: no-such-host.invalid',
    );
    const other = channels.controller.invoke(nobody, FORWARDER, 'listen', [], []);
    expect(await failureOf(other)).toBe(
      `java.lang.IllegalStateException: Unable to call listen. No matching method found in [interface ${FORWARDER}] for Forwarder to 127.0.0.1:1`,
    );
  });

  it('ends its connections with the channel', async () => {
    const closed: Promise<unknown>[] = [];
    const port = await serve(
      (socket) => closed.push(once(socket.resume(), 'close')) && socket.once('end', () => socket.end()),
    );
    const channels = open();
    await connectThrough(channels, await forwarderTo(channels, port), collectingSink());
    await eventually(() => closed.length === 1);
    await channels.controller.close();
    await Promise.all(closed);
  });
});

/** A Forwarder of the controller's that answers in capitals. */
const shouting: ExportedObject = {
  interfaces: [FORWARDER],
  invoke: (_method, _types, [out], call): JavaValue => {
    const output = call.output(out).retain();
    return call.exportOutput({
      write: (bytes) => output.write(Buffer.from(bytes.toString().toUpperCase())),
      end: (error) => output.close(error),
    });
  },
};

async function listeningPort({ controller }: ChannelPair, acceptingPort: number, forwarder = shouting) {
  const proxy = exportObject(controller, forwarder);
  const name = 'hudson.remoting.forward.PortForwarder$ListeningPortCallable';
  const info = readProxy(await controller.call(object(name, { acceptingPort, proxy })));
  expect(info?.interfaces).toEqual([LISTENING_PORT]);
  const ask = (method: string) => controller.invoke(info?.oid ?? -1, LISTENING_PORT, method, [], []);
  return { port: Number(unbox(await ask('getPort'))), close: () => ask('close') };
}

async function said(port: number, text: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.end(text);
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

describe('a ListeningPort', () => {
  it('forwards whoever comes, until it is closed', async () => {
    const channels = open();
    const { port, close } = await listeningPort(channels, 0);
    const [one, two] = await Promise.all([said(port, 'one'), said(port, 'two'.repeat(50_000))]);
    expect(one).toBe('ONE');
    expect(two === 'TWO'.repeat(50_000)).toBe(true);
    await close();
    await expect(said(port, 'three')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('is closed with the channel, and so are its connections', async () => {
    const channels = open();
    const { port } = await listeningPort(channels, 0);
    const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
    socket.write('x');
    await once(socket, 'data');
    const ended = once(socket, 'close');
    await channels.controller.close();
    await ended;
    await expect(said(port, 'y')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('closes connections that cannot be forwarded', async () => {
    const channels = open();
    const failing: ExportedObject = {
      interfaces: [FORWARDER],
      invoke: () => {
        throw new Error('no');
      },
    };
    const { port } = await listeningPort(channels, 0, failing);
    const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
    await once(socket, 'close');
    expect(socket.bytesRead).toBe(0);
  });

  it.each([65_536, -1])('cannot have the port %i', async (port) => {
    const failure = await failureOf(listeningPort(open(), port));
    expect(failure).toBe(`java.lang.IllegalArgumentException: Port value out of range: ${port}`);
  });

  it('cannot have a port that is taken', async () => {
    const taken = await serve(() => undefined);
    const failure = await failureOf(listeningPort(open(), taken));
    expect(failure).toBe('java.net.BindException: Address already in use');
  });
});
