/** What a channel does with a great many things. */
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/remoting/call.js';
import { exportOutput } from '../../src/remoting/exports.js';
import { MAX_RUNNING_REQUESTS } from '../../src/remoting/incoming-requests.js';
import { arrayList, boxInt, listValues, unbox } from '../../src/serial/jdk.js';
import { argumentOf, channelPair } from '../support/channel-pair.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { collectingSink, settled, until } from '../support/sinks.js';

describe('a channel', () => {
  it('has an export table that is as long after 10,000 calls as after 10', async () => {
    const pair = channelPair(async (callable, call: Call) => {
      await call.output(argumentOf(callable)).write(Buffer.from('x'));
      return null;
    });
    const calls = async (count: number) => {
      for (let i = 0; i < count; i++) await pair.call(exportOutput(pair.controller, collectingSink()));
      for (let i = 0; i < 20; i++) await settled();
      return [pair.controller.exports.size, pair.agent.exports.size];
    };
    const after10 = await calls(10);
    expect(await calls(9_990)).toEqual(after10);
    expect(after10).toEqual([2, 1]);
    expect(pair.controller.dumpExports()).toContain('(ref.1) : hudson.remoting.RemoteClassLoader$IClassLoader');
  }, 120_000);

  it('runs 5,000 requests at once, each with its stream', { timeout: 60_000 }, async () => {
    const waiting: (() => void)[] = [];
    const pair = channelPair(async (callable, call) => {
      const output = call.output(argumentOf(callable));
      await new Promise<void>((resolve) => waiting.push(resolve));
      await output.write(Buffer.from('x'));
      return boxInt(output === call.output(argumentOf(callable)) ? 1 : 0);
    });
    const answers = Promise.all(
      Array.from({ length: 5000 }, () => pair.call(exportOutput(pair.controller, collectingSink()))),
    );
    await until(() => waiting.length === 5000);
    expect(pair.agent.incoming.running).toBe(5000);
    for (const proceed of waiting) proceed();
    expect((await answers).every((value) => unbox(value) === 1)).toBe(true);
    await until(() => pair.controller.exports.size === 2);
    expect(pair.agent.exports.size).toBe(1);
  });

  it('takes arguments of 300,000 elements', { timeout: 60_000 }, async () => {
    const pair = channelPair((callable) => boxInt(listValues(argumentOf(callable)).length));
    const list = arrayList(Array.from({ length: 300_000 }, (_, i) => `${i}`));
    expect(unbox(await pair.call(list))).toBe(300_000);
  });

  it('refuses the request beyond the limit, until one has ended', async () => {
    const peer = new ScriptedPeer(() => 'done');
    for (let id = 0; id < MAX_RUNNING_REQUESTS; id++) peer.rpc(id, 1, 'waitForProperty', 0, ['nothing']);
    expect(await peer.sent()).toEqual([]);
    expect(peer.channel.incoming.running).toBe(MAX_RUNNING_REQUESTS);
    peer.call(-1);
    expect(await peer.sent()).toEqual([
      'Response id=-1 lastIoId=0 -> fails with java.util.concurrent.RejectedExecutionException: ' +
        `${MAX_RUNNING_REQUESTS} requests are running already`,
    ]);
    peer.cancel(7);
    expect(await peer.sent()).toEqual(['Response id=7 lastIoId=0 -> fails with java.lang.InterruptedException']);
    peer.call(-2);
    expect(await peer.sent()).toEqual(['Response id=-2 lastIoId=0 -> done']);
  });
});
