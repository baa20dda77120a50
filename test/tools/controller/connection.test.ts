import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Controller } from '../../../tools/controller/controller.js';
import { createIdentity } from '../../../tools/controller/identity.js';
import type { Computer } from '../../../tools/controller/computer.js';
import { connectAgent, PROTOCOLS } from './in-process-agent.js';

let controller: Controller;

beforeEach(async () => {
  controller = await Controller.start();
});
afterEach(() => controller.close());

/** References to the offered class loader that the agent has not given back. */
function loaderReferences({ channel }: Computer): number {
  const count = /\(ref\.(\d+)\) : hudson\.remoting\.RemoteClassLoader/.exec(channel.dumpExports())?.[1];
  return Number(count ?? 0);
}

describe.each(PROTOCOLS)('over %s', (protocol) => {
  test('an agent gets online and holds on to one reference to the class loader', async () => {
    const node = controller.addNode('a1');
    const agent = await connectAgent(controller, protocol, node);
    const computer = await node.whenOnline();
    expect(computer.facts).toMatchObject({ unix: true, charset: 'UTF-8', protocol: computer.protocol });
    expect(computer.protocol).toBe(protocol === 'tcp' ? 'JNLP4-connect' : 'WebSocket');
    for (let i = 0; i < 10; i++) await computer.ping();
    // The last one to be given back may still be on its way.
    await expect.poll(() => loaderReferences(computer)).toBe(1);
    expect(computer.channel.exports.size).toBe(2);
    expect(computer.classLoader.calls).toEqual([]);
    await agent.channel.close();
    expect(await computer.gone).toMatchObject({ orderly: true });
    await expect.poll(() => node.computer).toBeUndefined();
  });

  test('an unknown name and a wrong secret are refused', async () => {
    const { secret } = controller.addNode('a1');
    const [unknown, wrong] =
      protocol === 'tcp' ? ['Unknown client name: a2', 'Authorization failure'] : ['no such agent', '403'];
    await expect(connectAgent(controller, protocol, { name: 'a2', secret })).rejects.toThrow(unknown);
    const other = secret.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    await expect(connectAgent(controller, protocol, { name: 'a1', secret: other })).rejects.toThrow(wrong);
  });

  test('a second connection of a name is refused, unless it brings the cookie of the first', async () => {
    const node = controller.addNode('a1');
    const first = await connectAgent(controller, protocol, node);
    const computer = await node.whenOnline();
    const refusal = 'a1 is already connected to this controller. Rejecting this connection.';
    await expect(connectAgent(controller, protocol, node)).rejects.toThrow(refusal);
    expect(node.computer).toBe(computer);

    const { name, secret } = node;
    const second = await connectAgent(controller, protocol, { name, secret, cookie: first.cookie });
    expect(await first.channel.ended).toMatchObject({ orderly: false });
    expect(second.cookie).not.toBe(first.cookie);
    await node.whenOnline();
    expect(node.computer).not.toBe(computer);
    expect(node.connections).toBe(2);
  });

  test('a name that lost its connection may come again', async () => {
    const node = controller.addNode('a1');
    const first = await connectAgent(controller, protocol, node);
    const computer = await node.whenOnline();
    first.cut();
    expect(await computer.gone).toMatchObject({ orderly: false });
    await connectAgent(controller, protocol, node);
    expect((await node.whenOnline()).isOnline).toBe(true);
  });

  test('what the controller was told to refuse is refused in its words', async () => {
    const node = controller.addNode('a1');
    controller.settings.refuseAll = 'not today';
    await expect(connectAgent(controller, protocol, node)).rejects.toThrow('not today');
  });

  test('an agent that is killed while it is being set up leaves the name free', async () => {
    const node = controller.addNode('a1');
    const agent = await connectAgent(controller, protocol, node);
    agent.cut();
    await expect.poll(() => node.computer).toBeUndefined();
    await connectAgent(controller, protocol, node);
    await node.whenOnline();
  });
});

test('an agent that knows another identity does not give its secret away', async () => {
  const node = controller.addNode('a1');
  const identity = Buffer.from((await createIdentity()).publicKey, 'base64');
  await expect(connectAgent(controller, 'tcp', { name: 'a1', secret: node.secret, identity })).rejects.toThrow(
    'is not in the list of trusted keys',
  );
  expect(node.connections).toBe(0);
});

test('a browser on the agent port is told where it is, other protocols are not known', async () => {
  const ask = async (question: string) => {
    const socket = connect(controller.tcpPort, '127.0.0.1');
    socket.end(question);
    return text(socket);
  };
  expect(await ask('GET / HTTP/1.1\r\n\r\n')).toContain('Jenkins-Agent-Protocols: JNLP4-connect, Ping');
  expect(await ask('\x00\x0dProtocol:Ping')).toBe('Ping\n');
  expect(await ask('\x00\x16Protocol:JNLP3-connect')).toBe('Unknown protocol:Protocol:JNLP3-connect\n');
});

test('hostile bytes on the agent port harm nobody', async () => {
  const node = controller.addNode('a1');
  const hostile = [Buffer.alloc(0), Buffer.from([0]), Buffer.alloc(70_000, 0xff), Buffer.from('SSH-2.0-x\r\n')];
  hostile.push(Buffer.from('\x00\x16Protocol:JNLP4-connect\x00\x03ACKnot TLS at all, and it goes on for a while'));
  for (const bytes of hostile) {
    const socket = connect(controller.tcpPort, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.end(bytes);
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
  }
  await connectAgent(controller, 'tcp', node);
  expect((await node.whenOnline()).isOnline).toBe(true);
});
