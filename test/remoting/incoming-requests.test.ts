/** Requests of the peer's: each can be cancelled from its arrival on, and each is answered, once. */
import { describe, expect, it } from 'vitest';
import { JavaError } from '../../src/java/java-error.js';
import { exportInput, exportSink } from '../../src/remoting/exports.js';
import { COMMAND, RPC_REQUEST, USER_REQUEST } from '../../src/remoting/wire/command-classes.js';
import { arrayList, byteArray } from '../../src/serial/jdk.js';
import { declareClass } from '../../src/serial/declare.js';
import type { JavaValue } from '../../src/serial/model.js';
import { argumentOf } from '../support/channel-pair.js';
import { ScriptedPeer, oidOf, peerOutput } from '../support/scripted-peer.js';
import { SlowSink, settled } from '../support/sinks.js';

const never = (): Promise<never> => new Promise(() => undefined);

/** A peer whose next requests may name operation 1, which the sink holds up. */
function heldUp(peer: ScriptedPeer): SlowSink {
  const sink = new SlowSink();
  peer.chunk(1, exportSink(peer.channel, sink), 'x');
  return sink;
}

describe('cancelling', () => {
  it('reaches a request that still waits for a stream: it never runs, and fails below its callable', async () => {
    let runs = 0;
    const peer = new ScriptedPeer(() => (runs++, 'done'));
    const sink = heldUp(peer);
    peer.call(5, peerOutput(7), 1);
    expect(peer.channel.runningRequests()).toEqual([{ id: 5, description: 'test 5' }]);
    peer.cancel(5);
    expect(await peer.sent()).toEqual([
      'Response id=5 lastIoId=0 -> fails with java.lang.InterruptedException',
      'ProxyOutputStream$Unexport ioId=1 oid=7',
    ]);
    sink.proceed();
    expect(await peer.sent()).toHaveLength(1);
    expect([runs, peer.channel.incoming.running]).toEqual([0, 0]);
  });

  it('reaches a bare call and a read that wait', async () => {
    const peer = new ScriptedPeer();
    heldUp(peer);
    peer.rpc(1, 1, 'getProperty', 1);
    peer.read(2, 77, 10, 1);
    expect(peer.channel.runningRequests()).toEqual([
      { id: 1, description: 'RPCRequest(getProperty)' },
      { id: 2, description: 'ProxyInputStream.Chunk(len=10)' },
    ]);
    peer.cancel(1);
    peer.cancel(2);
    expect(await peer.sent()).toEqual([
      'Response id=1 lastIoId=0 -> fails with java.lang.InterruptedException',
      'Response id=2 lastIoId=0 -> fails with java.lang.InterruptedException',
    ]);
  });

  it('interrupts a callable, whose own failure is the answer', async () => {
    const peer = new ScriptedPeer(
      (_callable, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    peer.call(5);
    peer.cancel(4);
    expect(await peer.sent()).toEqual([]);
    peer.cancel(5);
    peer.cancel(5);
    expect(await peer.sent()).toEqual(['Response id=5 lastIoId=0 -> throws java.lang.InterruptedException']);
  });

  it('leaves what a read had asked for to the next read', async () => {
    const peer = new ScriptedPeer();
    const pieces: ((piece: Buffer) => void)[] = [];
    async function* source(): AsyncGenerator<Buffer> {
      for (;;) yield await new Promise<Buffer>((resolve) => pieces.push(resolve));
    }
    const oid = oidOf(exportInput(peer.channel, source()));
    peer.read(0, oid, 10);
    await settled();
    peer.cancel(0);
    peer.read(1, oid, 10);
    expect(await peer.sent()).toEqual(['Response id=0 lastIoId=0 -> fails with java.lang.InterruptedException']);
    pieces.shift()?.(Buffer.from('abc'));
    expect(await peer.sent()).toEqual(["Response id=1 lastIoId=0 -> len=3 'abc" + '\0'.repeat(7) + "'"]);
    expect(pieces).toEqual([]);
  });

  it('leaves the failure of a source to the next read as well', async () => {
    const peer = new ScriptedPeer();
    let fail!: (error: Error) => void;
    async function* source(): AsyncGenerator<Buffer> {
      yield await new Promise<Buffer>((_resolve, reject) => (fail = reject));
    }
    const oid = oidOf(exportInput(peer.channel, source()));
    peer.read(0, oid, 10);
    await settled();
    peer.cancel(0);
    await settled();
    fail(new JavaError('java.io.IOException', 'unreadable'));
    await settled();
    for (const id of [1, 2]) peer.read(id, oid, 1);
    expect((await peer.sent()).slice(1)).toEqual([
      'Response id=1 lastIoId=0 -> fails with java.io.IOException: unreadable',
      "Response id=2 lastIoId=0 -> len=-1 '\0'",
    ]);
  });

  it('comes to everything at the end of the channel', async () => {
    const reasons: string[] = [];
    const peer = new ScriptedPeer((_callable, { signal }) => {
      signal.addEventListener('abort', () => reasons.push(String(signal.reason)));
      return never();
    });
    peer.call(0);
    await settled();
    peer.break();
    expect(reasons).toEqual(['java.lang.InterruptedException']);
    expect(await peer.sent()).toEqual([]);
  });
});

describe('an answer', () => {
  const answerTo = async (handler: ConstructorParameters<typeof ScriptedPeer>[0]): Promise<string[]> => {
    const peer = new ScriptedPeer(handler);
    peer.call(0);
    const sent = await peer.sent();
    expect(peer.channel.incoming.running).toBe(0);
    return sent;
  };
  const failing = (error: unknown) => () => {
    throw error;
  };

  it('is given where suppressed errors and causes go round in circles', async () => {
    const suppressed: Error[] = [];
    const error = new JavaError('java.io.IOException', 'boom', { suppressed });
    suppressed.push(error, new JavaError('java.io.EOFException', 'with a cause', { cause: error }));
    expect(await answerTo(failing(error))).toEqual(['Response id=0 lastIoId=0 -> throws java.io.IOException: boom']);
    const unknown = new JavaError('com.example.Odd', 'strange', { suppressed: [error] });
    suppressed.push(unknown);
    expect(await answerTo(failing(unknown))).toEqual(['Response id=0 lastIoId=0 -> throws com.example.Odd: strange']);
  });

  it('is given where the same errors come along many ways', async () => {
    let error = new JavaError('java.io.IOException', 'first');
    for (let i = 0; i < 60; i++) error = new JavaError('java.io.IOException', `${i}`, { suppressed: [error, error] });
    expect(await answerTo(failing(error))).toEqual(['Response id=0 lastIoId=0 -> throws java.io.IOException: 59']);
  });

  it('tells of a failure that cannot be written as it is', async () => {
    const error = new JavaError('java.io.IOException', 'boom', { details: { nonsense: 1 } });
    expect(await answerTo(failing(error))).toEqual([
      'Response id=0 lastIoId=0 -> throws java.io.IOException: Defect in the agent: the exception ' +
        'java.io.IOException: boom cannot be written: TypeError: java.io.IOException has no field nonsense',
    ]);
  });

  it('tells of a value that cannot be written', async () => {
    const value = arrayList([undefined as unknown as JavaValue]);
    expect(await answerTo(() => value)).toEqual([
      expect.stringMatching(/^Response id=0 lastIoId=0 -> throws java.lang.IllegalStateException: Defect in the agent/),
    ]);
  });

  it('tells of a value that cannot be written in the outer stream', async () => {
    const peer = new ScriptedPeer();
    peer.channel.properties.set('key', arrayList([undefined as unknown as JavaValue]));
    peer.rpc(0, 1, 'nothing');
    peer.rpc(1, 1, 'getProperty', 0, ['key']);
    expect(await peer.sent()).toEqual([
      'Response id=0 lastIoId=0 -> fails with java.lang.NoSuchMethodException: hudson.remoting.IChannel.nothing',
      expect.stringMatching(/^Response id=1 lastIoId=0 -> fails with java.lang.IllegalStateException: Defect/),
    ]);
  });

  it('is given to a callable that cannot be read', async () => {
    const peer = new ScriptedPeer(() => expect.unreachable());
    const request = byteArray(Buffer.from('aced0005', 'hex'));
    const rest = { createdAt: null, lastIoId: 0, response: null, classLoaderProxy: null, toString: null };
    peer.send(USER_REQUEST.create({ ...rest, id: 0, request }), USER_REQUEST.create({ ...rest, id: 1, request: null }));
    expect(await peer.sent()).toEqual([
      expect.stringMatching(
        /^Response id=0 lastIoId=0 -> throws java.io.IOException: Failed to deserialize the Callable object: /,
      ),
      'Response id=1 lastIoId=0 -> throws java.io.IOException: Failed to deserialize the Callable object: ' +
        'java.io.IOException: hudson.remoting.UserRequest.request is not a byte[]',
    ]);
  });

  it('is given to requests whose fields are not what they should be', async () => {
    const peer = new ScriptedPeer();
    const rest = { createdAt: null, response: null, oid: 1, declaringClassName: 'x', types: null, arguments: null };
    peer.send(RPC_REQUEST.create({ ...rest, id: 0, lastIoId: 0, methodName: null }));
    const odd = declareClass({
      name: RPC_REQUEST.desc.name,
      suid: 1n,
      fields: { id: 'I', lastIoId: 'J' },
      superclass: COMMAND,
    });
    peer.send(odd.create({ createdAt: null, id: 1, lastIoId: 5n }));
    expect(await peer.sent()).toEqual([
      `Response id=0 lastIoId=0 -> fails with java.io.IOException: ${RPC_REQUEST.desc.name}.methodName is not a String`,
      `Response id=1 lastIoId=0 -> fails with java.io.IOException: ${RPC_REQUEST.desc.name}.lastIoId is not an int`,
    ]);
  });

  it('refuses an id that is in use; the request that has it stays', async () => {
    const peer = new ScriptedPeer((_callable, { signal }) => {
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve('cancelled')));
    });
    peer.call(0);
    peer.call(0);
    expect(await peer.sent()).toEqual([
      'Response id=0 lastIoId=0 -> fails with java.io.IOException: A request with id 0 is running already',
    ]);
    peer.cancel(0);
    expect(await peer.sent()).toEqual(['Response id=0 lastIoId=0 -> cancelled']);
  });

  it('comes before what the peer exported is given back, unless it was retained', async () => {
    const peer = new ScriptedPeer((callable, call) => {
      call.output(argumentOf(callable)).retain();
      return 'done';
    });
    peer.call(0, peerOutput(7));
    expect(await peer.sent()).toEqual(['Response id=0 lastIoId=0 -> done']);
  });
});
