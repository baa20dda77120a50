/** What a channel does with a peer that breaks off in the middle, or that sends what no peer should. */
import { describe, expect, it } from 'vitest';
import { JavaError } from '../../src/java/java-error.js';
import type { Call, ExportedObject } from '../../src/remoting/call.js';
import { exportInput, exportObject, exportOutput, exportPipeWriter } from '../../src/remoting/exports.js';
import { errorToThrowable, throwableToError } from '../../src/remoting/failure.js';
import { exportPipeReader } from '../../src/remoting/pipe-pump.js';
import * as commands from '../../src/remoting/wire/command-classes.js';
import * as streams from '../../src/remoting/wire/stream-classes.js';
import { arrayList, boxInt, byteArray, listValues, unbox } from '../../src/serial/jdk.js';
import { JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { writeObject } from '../../src/serial/writer.js';
import { channelPair, TEST_CALLABLE } from '../support/channel-pair.js';
import type { ChannelPair } from '../support/channel-pair.js';
import { collectingSink, settled } from '../support/sinks.js';
import type { CollectingSink } from '../support/sinks.js';

const argumentOf = (callable: JavaValue): JavaValue => (callable as JavaObject).get('argument') ?? null;
const createdAt = null;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await settled();
}

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

  it('ends every exported object, also behind one that fails to end', async () => {
    const pair = channelPair(() => null);
    let released = false;
    const fails = () => {
      throw new Error('cannot end');
    };
    exportObject(pair.agent, { interfaces: ['x'], invoke: () => null, released: fails });
    exportObject(pair.agent, { interfaces: ['x'], invoke: () => null, released: () => (released = true) });
    pair.agentTransport.destroy(new Error('connection reset'));
    expect((await pair.agent.ended).orderly).toBe(false);
    expect(released).toBe(true);
    expect(pair.logger.records.map(({ error }) => String(error))).toContain('Error: cannot end');
  });

  it('starts no request that waited for a stream when the channel ended', async () => {
    let runs = 0;
    let proceed!: () => void;
    const gate = new Promise<void>((resolve) => (proceed = resolve));
    const pair = channelPair(() => (runs++, null));
    const sink = exportOutput(pair.agent, { write: () => gate, end: () => undefined });
    const [data] = sink.custom();
    const oid = (data as Buffer).readInt32BE(0);
    pair.controller.send(
      streams.POS_CHUNK.create({ createdAt, ioId: 1, oid, requestId: 0, buf: byteArray(Buffer.alloc(1)) }),
    );
    pair.controller.nextIoId();
    const answer = expect(pair.call(null)).rejects.toThrow('channel is already closed');
    for (let i = 0; i < 5; i++) await settled();
    pair.agentTransport.destroy(new Error('connection reset'));
    proceed();
    await answer;
    for (let i = 0; i < 5; i++) await settled();
    expect(runs).toBe(0);
  });

  it('takes a second goodbye, and what comes behind the first, calmly', async () => {
    let runs = 0;
    const pair = channelPair(() => (runs++, null));
    const close = writeObject(commands.CLOSE_COMMAND.create({ createdAt }));
    const request = new Promise<Buffer>((resolve) => {
      const send = pair.controllerTransport.send.bind(pair.controllerTransport);
      pair.controllerTransport.send = (command) => (resolve(command), (pair.controllerTransport.send = send));
    });
    const answer = expect(pair.call(null)).rejects.toThrow('channel is already closed');
    for (const command of [close, close, await request, close]) pair.controllerTransport.send(command);
    await answer;
    expect((await pair.agent.ended).orderly).toBe(true);
    expect(runs).toBe(0);
    expect(pair.logger.records).toEqual([]);
  });
});

async function* noBytes(): AsyncGenerator<Buffer> {
  await settled();
  yield Buffer.alloc(0);
}

describe('a peer that sends what it should not', () => {
  const chunk = { createdAt, ioId: 5, oid: 77, requestId: 0, buf: byteArray(Buffer.from('x')) };
  const harmless: [string, JavaObject][] = [
    [
      'a response to nothing',
      commands.RESPONSE.create({ createdAt, id: 77, lastIoId: 9, exception: null, returnValue: null }),
    ],
    ['a cancellation of nothing', commands.CANCEL.create({ createdAt, id: 77 })],
    ['giving back nothing', commands.UNEXPORT_COMMAND.create({ createdAt, oid: 77 })],
    ['an acknowledgement of nothing', streams.POS_ACK.create({ createdAt, oid: 77, size: 3 })],
    ['the end of no stream', streams.POS_EOF.create({ createdAt, ioId: 5, oid: 77, requestId: 0, error: null })],
    ['the return of no stream', streams.POS_UNEXPORT.create({ createdAt, ioId: 5, oid: 77 })],
    ['a dead writer of nothing', streams.POS_NOTIFY_DEAD_WRITER.create({ createdAt: null, oid: 77 })],
  ];

  it.each(harmless)('ignores %s', async (_what, command) => {
    const pair = channelPair(() => 'alive');
    pair.controllerTransport.send(writeObject(command));
    expect(await pair.call(null)).toBe('alive');
    expect(pair.logger.records).toEqual([]);
  });

  it('names the command that it could not run, and lives on', async () => {
    const pair = channelPair(() => 'alive');
    pair.controllerTransport.send(writeObject(streams.POS_CHUNK.create(chunk)));
    pair.controllerTransport.send(writeObject(streams.PIPE_CONNECT.create({ createdAt, oidPos: 9, oidRos: 77 })));
    pair.controllerTransport.send(writeObject(TEST_CALLABLE.create({ argument: null })));
    expect(await pair.call(null)).toBe('alive');
    expect(pair.logger.records.map(({ message, error }) => `${message}: ${(error as Error).message}`)).toEqual([
      'Failed to execute command hudson.remoting.ProxyOutputStream$Chunk (channel controller): ' +
        'Channel controller: Output stream object has been released before sending last chunk for oid=77',
      'Failed to execute command hudson.remoting.Pipe$ConnectCommand (channel controller): ' +
        'Pipe.Connect: no writer waits at oid=77',
      'Failed to execute command test.Callable (channel controller): unknown command test.Callable',
    ]);
  });

  it.each([-1, 2 ** 31 - 1])('refuses to read %i bytes at once', async (len) => {
    const pair = channelPair(() => 'alive');
    const [data] = exportInput(pair.agent, noBytes()).custom();
    const oid = (data as Buffer).readInt32BE(1);
    const read = (length: number) =>
      pair.controller.request((id) =>
        streams.PIS_CHUNK.create({ createdAt, id, lastIoId: 0, response: null, len: length, oid }),
      );
    await expect(read(len)).rejects.toThrow(`Cannot read ${len} bytes at once`);
    expect(((await read(10)) as JavaObject).get('len')).toBe(-1);
  });

  it('ends a request whose answer is an exception with its causes in a circle', () => {
    const first = errorToThrowable(new JavaError('java.io.IOException', 'first'));
    const second = errorToThrowable(new JavaError('java.io.IOException', 'second'));
    const setCause = (of: JavaObject, cause: JavaObject) => {
      for (const { values } of of.parts) if ('cause' in values) (values as Record<string, JavaValue>)['cause'] = cause;
    };
    setCause(first, second);
    setCause(second, first);
    const error = throwableToError(first);
    expect(String(error.cause)).toBe('java.io.IOException: second');
    expect((error.cause as Error).cause).toBeUndefined();
  });

  it.each([1, 5000])('answers with an error whose causes go round, or are %i deep', async (depth) => {
    const innermost: Error & { cause?: unknown } = new JavaError('java.io.IOException', 'innermost');
    let error: Error = innermost;
    for (let i = 0; i < depth; i++) error = new JavaError('java.io.IOException', `${i}`, { cause: error });
    if (depth === 1) innermost.cause = error;
    const pair = channelPair(() => {
      throw error;
    });
    await expect(pair.call(null)).rejects.toThrow(`${depth - 1}`);
  });
});

describe('many at once', () => {
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

  it('writes to a stream that came twice, and gives both references back', async () => {
    const sink = collectingSink();
    const pair = channelPair(async (callable, call) => {
      for (const one of listValues(argumentOf(callable))) await call.output(one).write(Buffer.alloc(900_000, 'x'));
      return null;
    });
    const twice = arrayList([exportOutput(pair.controller, sink), exportOutput(pair.controller, sink)]);
    await pair.call(twice);
    await until(() => sink.ended);
    expect(sink.bytes().length).toBe(1_800_000);
    expect(pair.controller.exports.size).toBe(2);
  });

  it('keeps nothing of a request whose arguments it cannot write', async () => {
    const pair = channelPair(() => null);
    const abort = new AbortController();
    const broken = TEST_CALLABLE.create({ argument: undefined as unknown as JavaValue });
    await expect(pair.controller.call(broken, 'broken', abort.signal)).rejects.toThrow();
    expect(pair.controller.outgoing.waiting).toBe(0);
  });
});
