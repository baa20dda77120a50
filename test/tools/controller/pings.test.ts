import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Controller } from '../../../tools/controller/controller.js';
import { Channel } from '../../../src/remoting/channel.js';
import { openJnlp4 } from '../../../src/transport/jnlp4/client.js';
import { RecordingLogger } from '../../support/channel-pair.js';

let controller: Controller;

beforeEach(async () => {
  controller = await Controller.start({
    settings: { setUpAgents: false, pingIntervalSeconds: 0.02, pingTimeoutSeconds: 0.2 },
  });
});
afterEach(() => controller.close());

/** An agent that answers so many pings and then no more. */
async function agentThatAnswers(pings: number) {
  const node = controller.addNode('a1');
  const socket = connect(controller.tcpPort, '127.0.0.1');
  await once(socket, 'connect');
  const identity = Buffer.from(controller.identity.publicKey, 'base64');
  const { transport } = await openJnlp4(socket, { name: node.name, secret: node.secret, identity });
  let answered = 0;
  const handler = () => {
    if (answered >= pings) return new Promise<null>(() => undefined);
    answered++;
    return null;
  };
  new Channel({ name: 'controller', transport, logger: new RecordingLogger(), handler });
  return { node, answered: () => answered };
}

test('an agent that stops answering pings is dropped', async () => {
  const { node } = await agentThatAnswers(3);
  const computer = await node.whenOnline();
  const { orderly, error } = await computer.gone;
  expect(orderly).toBe(false);
  expect(error?.message).toBe('no answer to a ping within 0.2 s');
});

test('an agent that answers stays', async () => {
  controller.settings.pingTimeoutSeconds = 30;
  const { node, answered } = await agentThatAnswers(1000);
  const computer = await node.whenOnline();
  await expect.poll(answered).toBeGreaterThan(5);
  expect(computer.isOnline).toBe(true);
});

test('an agent that does not get online keeps those who wait for it no longer than they said', async () => {
  const { node } = await agentThatAnswers(0);
  await expect(node.whenOnline(50)).rejects.toThrow('a1 was not online after 0.05 s');
  expect(node.computer?.isOnline).toBe(false);
});
