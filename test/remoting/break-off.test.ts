/** Connections that break at any of their commands, with streams and objects of all kinds in use: nothing may be left behind. */
import { describe, expect, it } from 'vitest';
import type { Call, ExportedObject } from '../../src/remoting/call.js';
import { exportInput, exportObject, exportOutput, exportPipeWriter } from '../../src/remoting/exports.js';
import { exportPipeReader } from '../../src/remoting/pipe-pump.js';
import { arrayList, listValues } from '../../src/serial/jdk.js';
import type { JavaValue } from '../../src/serial/model.js';
import { argumentOf, channelPair } from '../support/channel-pair.js';
import type { ChannelPair } from '../support/channel-pair.js';
import { collectingSink, settled, until } from '../support/sinks.js';
import type { CollectingSink } from '../support/sinks.js';

/** Small numbers from a seed: the same faults in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return state % below;
  };
}

/** Uses streams of all kinds and an object of the controller's, holds one of them beyond its answer. */
async function busyCallable(callable: JavaValue, call: Call): Promise<JavaValue> {
  const [output, pipe, lazy, piped, object] = listValues(argumentOf(callable));
  const log = call.output(output).retain();
  const copy = call.output(pipe);
  const copying = (async () => {
    for await (const bytes of call.input(lazy)) await copy.write(bytes);
    copy.close();
  })();
  const reading = (async () => {
    for await (const bytes of call.input(piped)) await log.write(bytes);
    await log.delivered(call.signal);
  })();
  const invoking = call.proxy(object).invoke('x', 'y', [], [], call.signal);
  const outcomes = await Promise.allSettled([copying, reading, invoking]);
  log.release();
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return 'done';
}

describe('a connection that breaks off', () => {
  const workload = (pair: ChannelPair) => {
    let open = 0;
    async function* source() {
      open++;
      try {
        for (let i = 0; i < 4; i++) {
          await settled();
          yield Buffer.alloc(600_000, i);
        }
      } finally {
        open--;
      }
    }
    let held = 0;
    const object = (): ExportedObject => {
      held++;
      return { interfaces: ['x'], invoke: () => settled().then(() => 'answer'), released: () => (held -= 1) };
    };
    const sinks: CollectingSink[] = [];
    const sink = () => {
      const made = collectingSink();
      sinks.push(made);
      return made;
    };
    const { controller } = pair;
    const calls = [0, 1, 2].map(() =>
      pair.call(
        arrayList([
          exportOutput(controller, sink()),
          exportPipeWriter(controller, sink()),
          exportInput(controller, source()),
          exportPipeReader(controller, source()),
          exportObject(controller, object()),
        ]),
      ),
    );
    return { calls, sinks, held: () => held, open: () => open };
  };

  /** Counts the commands of both sides; `at` is the number at which `fault` strikes. */
  const strike = (pair: ChannelPair, at: number, fault: () => void): (() => number) => {
    let commandsSent = 0;
    for (const transport of [pair.controllerTransport, pair.agentTransport]) {
      const send = transport.send.bind(transport);
      transport.send = (command) => {
        send(command);
        if (++commandsSent === at) fault();
      };
    }
    return () => commandsSent;
  };

  it('leaves nothing behind, wherever it breaks', { timeout: 120_000 }, async () => {
    const whole = channelPair(busyCallable);
    const count = strike(whole, -1, () => undefined);
    expect(await Promise.all(workload(whole).calls)).toEqual(['done', 'done', 'done']);
    const total = count();
    expect(total).toBeGreaterThan(100);

    const random = randomNumbers(7);
    for (let round = 0; round < 200; round++) {
      const pair = channelPair(busyCallable);
      const faults = [
        () => pair.agentTransport.destroy(new Error('connection reset')),
        () => pair.controllerTransport.destroy(new Error('connection reset')),
        () => void pair.agent.close(),
        () => void pair.controller.close(),
      ];
      strike(pair, 4 + random(total - 10), () => faults[round % faults.length]?.());
      const { calls, sinks, held, open } = workload(pair);
      await Promise.allSettled(calls);
      await Promise.all([pair.agent.ended, pair.controller.ended]);
      await until(() => pair.agent.incoming.running === 0 && held() === 0 && open() === 0);
      expect([pair.agent.exports.size, pair.controller.exports.size]).toEqual([0, 0]);
      expect([pair.agent.outgoing.waiting, pair.controller.outgoing.waiting]).toEqual([0, 0]);
      expect(sinks.every(({ ended }) => ended)).toBe(true);
    }
  });
});
