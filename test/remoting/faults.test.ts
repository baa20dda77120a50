/** What a channel does with a peer that breaks off in the middle, or that sends what no peer should. */
import { describe, expect, it } from 'vitest';
import { JavaError } from '../../src/java/java-error.js';
import { exportInput, exportObject, exportOutput } from '../../src/remoting/exports.js';
import { errorToThrowable, throwableToError } from '../../src/remoting/failure.js';
import * as commands from '../../src/remoting/wire/command-classes.js';
import * as streams from '../../src/remoting/wire/stream-classes.js';
import { arrayList, byteArray, listValues } from '../../src/serial/jdk.js';
import { JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { writeObject } from '../../src/serial/writer.js';
import { argumentOf, channelPair, TEST_CALLABLE } from '../support/channel-pair.js';
import { collectingSink, settled, until } from '../support/sinks.js';

const createdAt = null;

describe('a connection that breaks off', () => {
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

describe('arguments', () => {
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
