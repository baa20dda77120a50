/** The connection between a controller and a Maven JVM, over a real channel and a real socket. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { callableHandler } from '../../../src/callables/dispatch.js';
import { Acceptor } from '../../../src/plugins/maven-plugin/acceptor.js';
import { exportSink } from '../../../src/remoting/exports.js';
import { BYTE_PIPE } from '../../../src/remoting/pipe-commands.js';
import { PipeOutput } from '../../../src/remoting/pipe-output.js';
import { readStreamRef } from '../../../src/remoting/remote-refs.js';
import { readProxy } from '../../../src/remoting/wire/proxy-class.js';
import { PIPE_CONNECT } from '../../../src/remoting/wire/stream-classes.js';
import { unbox } from '../../../src/serial/jdk.js';
import type { JavaObject } from '../../../src/serial/model.js';
import { agentServices } from '../../support/agent-services.js';
import { channelPair } from '../../support/channel-pair.js';
import type { ChannelPair } from '../../support/channel-pair.js';
import { ChannelCall } from '../../support/channel-call.js';
import { eventually } from '../../support/processes.js';
import { collectingSink } from '../../support/sinks.js';
import { ask } from '../../jenkins/ask.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';

const FACTORY = 'hudson.maven.AbstractMavenProcessFactory';
const ACCEPTOR = `${FACTORY}$Acceptor`;

let pair: ChannelPair | undefined;
afterEach(async () => {
  await pair?.controller.close();
  pair = undefined;
});

/** An Acceptor, and how a controller calls its methods. */
async function acceptor() {
  const { controller } = (pair = channelPair(callableHandler(agentServices())));
  const info = readProxy(await controller.call(object(`${FACTORY}$SocketHandler`)));
  expect(info?.interfaces).toEqual([ACCEPTOR]);
  const invoke = (method: string) => controller.invoke(info?.oid ?? -1, ACCEPTOR, method, [], []);
  return { controller, invoke, port: Number(unbox(await invoke('getPort'))) };
}

const maven = (port: number): Socket => connect({ port, host: '127.0.0.1' }).on('error', () => undefined);

/** Why one who comes is not let in. */
async function refusal(port: number): Promise<string | undefined> {
  const [error] = (await once(maven(port), 'error')) as [NodeJS.ErrnoException];
  return error.code;
}

describe('the port for a Maven JVM', () => {
  it('takes one connection, whose bytes pass both ways', async () => {
    const { controller, invoke, port } = await acceptor();
    const socket = maven(port);
    await once(socket, 'connect');
    const accepted = invoke('accept');
    const said = collectingSink();
    socket.on('data', (bytes: Buffer) => void said.write(bytes));
    const connection = (await accepted) as JavaObject;
    expect(connection.desc).toMatchObject({ name: `${FACTORY}$Connection`, suid: 1n });
    expect(connection.get('in')).toBeNull();

    // What Pipe.getIn() and the RemoteOutputStream do at the controller.
    const heard = collectingSink();
    const oidRos = readStreamRef(connection.get('pipe'))?.oid ?? -1;
    controller.send(PIPE_CONNECT.create({ createdAt: null, oidPos: exportSink(controller, heard), oidRos }));
    const out = new PipeOutput(
      controller,
      readStreamRef(connection.get('out'))?.oid ?? -1,
      BYTE_PIPE,
      controller.closed,
    );
    await out.write(Buffer.from('to Maven'));
    await eventually(() => said.bytes().toString() === 'to Maven');
    socket.end('from Maven');
    await eventually(() => heard.ended);
    expect(heard.bytes().toString()).toBe('from Maven');
    expect(heard.error).toBeUndefined();

    expect(await refusal(port)).toBe('ECONNREFUSED');
  });

  it('waits for the JVM', async () => {
    const { invoke, port } = await acceptor();
    const accepted = invoke('accept');
    // Requests begin in their order: when this one is answered, the other waits.
    await invoke('getPort');
    maven(port);
    expect(await accepted).toMatchObject({ className: `${FACTORY}$Connection` });
  });

  it('is closed with the channel', async () => {
    const { controller, port } = await acceptor();
    await controller.close();
    expect(await refusal(port)).toBe('ECONNREFUSED');
  });

  it('does not wait for ever', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const call = new ChannelCall();
    const impatient = new Acceptor(server, call.channel, 50);
    const accept = async () => impatient.invoke('accept', [], [], call);
    expect(await failureOf(accept())).toBe('java.net.SocketTimeoutException: Accept timed out');
    const cut = accept();
    call.cancel();
    expect(await failureOf(cut)).toBe('java.lang.InterruptedException');
    expect(() => impatient.invoke('connect', [], [], call)).toThrow('Unable to call connect');
    impatient.released();
    await once(server, 'close');
  });
});

it('the charset of the agent is told', async () => {
  expect(await ask(`${FACTORY}$GetCharset`)).toBe('UTF-8');
});
