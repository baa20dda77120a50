import { describe, expect, it } from 'vitest';
import { JavaError } from '../../src/java/java-error.js';
import type { ExportedObject } from '../../src/remoting/call.js';
import { exportInput, exportObject, exportOutput, exportPipeWriter } from '../../src/remoting/exports.js';
import { exportPipeReader } from '../../src/remoting/pipe-pump.js';
import { RemoteError } from '../../src/remoting/failure.js';
import { arrayList, boxInt, listValues, unbox } from '../../src/serial/jdk.js';
import { argumentOf, channelPair } from '../support/channel-pair.js';
import { collectingSink, settled } from '../support/sinks.js';

describe('requests', () => {
  it('answers with the value of the callable', async () => {
    const { call } = channelPair((callable) => argumentOf(callable));
    expect(await call('text')).toBe('text');
    expect(await call(null)).toBe(null);
    expect(unbox(await call(boxInt(42)))).toBe(42);
    expect(listValues(await call(arrayList(['a', 'b'])))).toEqual(['a', 'b']);
  });

  it('runs requests concurrently and answers each with its own value', async () => {
    const waiting: (() => void)[] = [];
    const { call } = channelPair(async (callable) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return argumentOf(callable);
    });
    const answers = Promise.all([call('a'), call('b'), call('c')]);
    while (waiting.length < 3) await settled();
    for (const proceed of waiting.reverse()) proceed();
    expect(await answers).toEqual(['a', 'b', 'c']);
  });

  it('fails with the Java class and message of the callable, cause included', async () => {
    const { call } = channelPair(() => {
      const cause = new JavaError('java.io.FileNotFoundException', 'x (No such file or directory)');
      throw new JavaError('java.io.IOException', 'boom', { cause });
    });
    const error = await call(null).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(RemoteError);
    expect(String(error)).toBe('java.io.IOException: boom');
    expect(String((error as Error).cause)).toBe('java.io.FileNotFoundException: x (No such file or directory)');
  });

  it('names an exception class that it cannot write in a ProxyException', async () => {
    const { call } = channelPair(() => {
      throw new JavaError('com.example.Odd', 'strange');
    });
    const error = await call(null).catch((e: unknown) => e);
    expect(String(error)).toBe('com.example.Odd: strange');
  });

  it('reports a defect as one, and lives on', async () => {
    let first = true;
    const { call, logger } = channelPair(() => {
      if (!first) return 'alive';
      first = false;
      throw new TypeError('oops');
    });
    await expect(call(null)).rejects.toThrow('Defect in the agent: TypeError: oops');
    expect(logger.records.some(({ level }) => level === 'WARNING')).toBe(true);
    expect(await call(null)).toBe('alive');
  });

  it('cancels: the callable sees its signal and its failure is the answer', async () => {
    const { call, agent } = channelPair(
      (_callable, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    const abort = new AbortController();
    const answer = call(null, abort.signal);
    while (agent.incoming.running === 0) await settled();
    abort.abort(new JavaError('java.lang.InterruptedException', 'stop'));
    await expect(answer).rejects.toThrow('stop');
    while (agent.incoming.running > 0) await settled();
  });

  it('skips a command that it cannot read, logs it, and lives on', async () => {
    const { call, controllerTransport, logger } = channelPair(() => 'alive');
    controllerTransport.send(Buffer.from('aced000573', 'hex'));
    controllerTransport.send(Buffer.from('garbage'));
    expect(await call(null)).toBe('alive');
    expect(logger.records.filter(({ message }) => message.startsWith('Failed to construct Command'))).toHaveLength(2);
  });
});

describe('exported objects', () => {
  const greeter = (log: string[]): ExportedObject => ({
    interfaces: ['test.Greeter'],
    invoke: (method, types, args) => {
      if (method !== 'greet') throw new JavaError('java.lang.NoSuchMethodException', method);
      return `hello ${args[0] as string} ${types.join()}`;
    },
    released: () => log.push('released'),
  });

  it('are called both ways and released once', async () => {
    const log: string[] = [];
    const pair = channelPair(async (callable, call) => {
      const remote = call.proxy(argumentOf(callable));
      expect(remote.interfaces).toEqual(['test.Greeter']);
      return remote.invoke('test.Greeter', 'greet', ['java.lang.String'], ['you']);
    });
    const proxy = exportObject(pair.controller, greeter(log));
    expect(await pair.call(proxy)).toBe('hello you java.lang.String');
    while (log.length === 0) await settled();
    expect(log).toEqual(['released']);
  });

  it('answers an unknown object and an unknown method with exceptions', async () => {
    const pair = channelPair(() => null);
    await expect(pair.controller.invoke(99, 'x', 'y', [], [])).rejects.toThrow('Invalid object ID 99');
    await expect(pair.controller.invoke(1, 'x', 'nothing', [], [])).rejects.toThrow('IChannel.nothing');
  });

  it('gives channel properties, and waits for them', async () => {
    const { controller, agent } = channelPair(() => null);
    const types = ['java.lang.Object'];
    expect(await controller.invoke(1, 'hudson.remoting.IChannel', 'getProperty', types, ['k'])).toBe(null);
    const waiting = controller.invoke(1, 'hudson.remoting.IChannel', 'waitForProperty', types, ['k']);
    while (agent.incoming.running === 0) await settled();
    agent.properties.set('k', 'v');
    expect(await waiting).toBe('v');
    expect(await controller.invoke(1, 'hudson.remoting.IChannel', 'getProperty', types, ['k'])).toBe('v');
  });
});

describe('streams', () => {
  it('writes to a RemoteOutputStream; the answer waits for the bytes', async () => {
    const sink = collectingSink();
    const pair = channelPair(async (callable, call) => {
      const output = call.output(argumentOf(callable));
      await output.write(Buffer.from('hello '));
      await output.write(Buffer.alloc(3_000_000, 'x'));
      return 'done';
    });
    expect(await pair.call(exportOutput(pair.controller, sink))).toBe('done');
    expect(sink.bytes().length).toBe(3_000_006);
    while (!sink.ended) await settled();
    expect(pair.controller.exports.size).toBe(2); // the channel itself and its class loader
  });

  it('slows a writer down to its reader', async () => {
    let release!: () => void;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let taken = 0;
    const sink = { write: (bytes: Buffer) => ((taken += bytes.length), gate), end: () => undefined };
    let sent = 0;
    const pair = channelPair(async (callable, call) => {
      const output = call.output(argumentOf(callable));
      for (let i = 0; i < 40; i++) {
        await output.write(Buffer.alloc(100_000));
        sent++;
      }
      return null;
    });
    const answer = pair.call(exportOutput(pair.controller, sink));
    for (let i = 0; i < 200; i++) await settled();
    expect(sent).toBeLessThanOrEqual(11); // one window of 1 MiB
    release();
    await answer;
    expect(taken).toBe(4_000_000);
  });

  it('answers without waiting for a stream that was retained', async () => {
    let release!: () => void;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let taken = 0;
    const sink = { write: (bytes: Buffer) => ((taken += bytes.length), gate), end: () => undefined };
    let written: Promise<void> | undefined;
    const pair = channelPair((callable, call) => {
      written = call.output(argumentOf(callable)).retain().write(Buffer.alloc(3_000_000));
      return 'running';
    });
    expect(await pair.call(exportOutput(pair.controller, sink))).toBe('running');
    release();
    await written;
    while (taken < 3_000_000) await settled();
  });

  it('tells the writer that its reader is gone', async () => {
    const sink = {
      write: () => {
        throw new JavaError('java.io.IOException', 'disk full');
      },
      end: () => undefined,
    };
    const pair = channelPair(async (callable, call) => {
      const output = call.output(argumentOf(callable));
      for (;;) {
        await output.write(Buffer.alloc(10_000));
        await settled();
      }
    });
    await expect(pair.call(exportOutput(pair.controller, sink))).rejects.toThrow('Pipe is already closed');
  });

  it.each(['lazy', 'piped'])('reads a %s stream to its end', async (kind) => {
    async function* source() {
      for (let i = 0; i < 50; i++) {
        await settled();
        yield Buffer.alloc(20_000, i);
      }
    }
    const pair = channelPair(async (callable, call) => {
      let length = 0;
      for await (const bytes of call.input(argumentOf(callable))) length += bytes.length;
      return boxInt(length);
    });
    const stream =
      kind === 'lazy' ? exportInput(pair.controller, source()) : exportPipeReader(pair.controller, source());
    expect(unbox(await pair.call(stream))).toBe(1_000_000);
    for (let i = 0; i < 20; i++) await settled();
    expect(pair.controller.exports.size).toBe(2);
    expect(pair.agent.exports.size).toBe(1);
  });

  it('carries the error of a failing source to the reader', async () => {
    async function* source() {
      yield Buffer.from('some');
      await settled();
      throw new JavaError('java.io.IOException', 'source broke');
    }
    const pair = channelPair(async (callable, call) => {
      for await (const bytes of call.input(argumentOf(callable))) expect(bytes.toString()).toBe('some');
      return null;
    });
    await expect(pair.call(exportPipeReader(pair.controller, source()))).rejects.toThrow('source broke');
  });

  it('ends the stream of a producer when its reader stops early', async () => {
    let produced = 0;
    async function* source() {
      for (;;) {
        produced += 100_000;
        yield Buffer.alloc(100_000);
        await settled();
      }
    }
    const pair = channelPair(async (callable, call) => {
      for await (const bytes of call.input(argumentOf(callable))) return boxInt(bytes.length);
      return null;
    });
    expect(unbox(await pair.call(exportPipeReader(pair.controller, source())))).toBe(100_000);
    for (let i = 0; i < 100; i++) await settled();
    const now = produced;
    for (let i = 0; i < 50; i++) await settled();
    expect(produced).toBe(now);
  });

  it('closes a pipe that the callable left open, with its error', async () => {
    const sink = collectingSink();
    const pair = channelPair((callable, call) => {
      call.output(argumentOf(callable));
      throw new JavaError('java.io.IOException', 'gave up');
    });
    await expect(pair.call(exportPipeWriter(pair.controller, sink))).rejects.toThrow('gave up');
    while (!sink.ended) await settled();
    expect(String(sink.error)).toBe('java.io.IOException: gave up');
  });

  it('gives everything back for a callable that never looked at its arguments', async () => {
    async function* source() {
      await settled();
      yield Buffer.alloc(1000);
    }
    const pair = channelPair(() => {
      throw new JavaError('java.lang.ClassNotFoundException', 'unknown');
    });
    const { controller } = pair;
    const log: string[] = [];
    const argument = arrayList([
      exportInput(controller, source()),
      exportPipeReader(controller, source()),
      exportPipeWriter(controller, collectingSink()),
      exportOutput(controller, collectingSink()),
      exportObject(controller, { interfaces: ['x'], invoke: () => null, released: () => log.push('released') }),
    ]);
    await expect(pair.call(argument)).rejects.toThrow('unknown');
    for (let i = 0; i < 50; i++) await settled();
    expect(controller.dumpExports().split('\n').filter(Boolean)).toEqual([
      expect.stringMatching(/IChannel$/),
      expect.stringMatching(/ref.1. : hudson.remoting.RemoteClassLoader.IClassLoader$/),
    ]);
    expect(log).toEqual(['released']);
    expect(pair.agent.exports.size).toBe(1);
  });
});

describe('the end of a channel', () => {
  it('is orderly after CloseCommand on either side', async () => {
    const { controller, agent } = channelPair(() => null);
    await agent.close();
    expect((await controller.ended).orderly).toBe(true);
    expect((await agent.ended).orderly).toBe(true);
  });

  it('fails what waits, interrupts what runs, ends what is exported', async () => {
    let reason: unknown;
    const sink = collectingSink();
    const pair = channelPair((callable, call) => {
      call.output(argumentOf(callable)).retain();
      call.signal.addEventListener('abort', () => (reason = call.signal.reason as unknown));
      return new Promise(() => undefined);
    });
    const answer = pair.call(exportOutput(pair.controller, sink));
    const failed = expect(answer).rejects.toThrow('channel is already closed');
    while (pair.agent.incoming.running === 0) await settled();
    pair.agentTransport.destroy(new Error('connection reset'));
    await failed;
    expect((await pair.agent.ended).orderly).toBe(false);
    expect(String(reason)).toBe('java.lang.InterruptedException');
    expect(sink.ended).toBe(true);
    expect(sink.error).toBeInstanceOf(Error);
    await expect(pair.call(null)).rejects.toThrow('channel is already closed');
  });

  it('does not wait for ever for a silent peer', async () => {
    const { agent, controllerTransport } = channelPair(() => null);
    controllerTransport.muted = true;
    await agent.close();
    expect((await agent.ended).orderly).toBe(false);
  });
});
