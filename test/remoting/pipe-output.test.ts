/** Writing to a stream of the peer's: what is sent, in which order, and what the answer promises. */
import { describe, expect, it } from 'vitest';
import { JavaError } from '../../src/java/java-error.js';
import type { Call, RemoteOutput } from '../../src/remoting/call.js';
import { commandSource } from '../../src/remoting/failure.js';
import { BYTE_PIPE } from '../../src/remoting/pipe-commands.js';
import { PipeOutput } from '../../src/remoting/pipe-output.js';
import * as streams from '../../src/remoting/wire/stream-classes.js';
import { arrayList, listValues } from '../../src/serial/jdk.js';
import { argumentOf } from '../support/channel-pair.js';
import { ScriptedPeer, peerOutput, peerWriter } from '../support/scripted-peer.js';
import { settled } from '../support/sinks.js';

const HALF = 524288;
const failsWith = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => error,
  );

/** A peer one call of which runs with its stream 7. */
function writing(run: (output: RemoteOutput, call: Call) => Promise<unknown>): ScriptedPeer {
  const peer = new ScriptedPeer(async (callable, call) => {
    await run(call.output(argumentOf(callable)), call);
    return 'done';
  });
  peer.call(0, peerOutput(7));
  return peer;
}

/** An output for stream 7 that belongs to no call. */
function bare(peer: ScriptedPeer, signal?: AbortSignal): PipeOutput<Buffer> {
  return new PipeOutput(peer.channel, 7, BYTE_PIPE, signal);
}

describe('the order of what is sent', () => {
  it('is that of the calls, numbered; the answer names the last, and giving back comes behind it', async () => {
    const peer = writing(async (output) => {
      await output.write(Buffer.from('a'));
      await output.write(Buffer.from('b'));
      output.flush();
    });
    expect(await peer.sent()).toEqual([
      "ProxyOutputStream$Chunk ioId=1 oid=7 'a'",
      "ProxyOutputStream$Chunk ioId=2 oid=7 'b'",
      'ProxyOutputStream$Flush ioId=3 oid=7',
      'Response id=0 lastIoId=3 -> done',
      'ProxyOutputStream$Unexport ioId=4 oid=7',
    ]);
  });

  it('keeps flush and EOF behind writes that wait for the window', async () => {
    const peer = writing((output) => {
      void output.write(Buffer.alloc(2 * HALF + 10));
      void output.write(Buffer.from('tail'));
      output.flush();
      output.close();
      return Promise.resolve();
    });
    expect(await peer.sent()).toEqual([
      `ProxyOutputStream$Chunk ioId=1 oid=7 [${HALF}]`,
      `ProxyOutputStream$Chunk ioId=2 oid=7 [${HALF}]`,
    ]);
    peer.ack(7, HALF);
    expect(await peer.sent()).toEqual([
      "ProxyOutputStream$Chunk ioId=3 oid=7 '" + '\0'.repeat(10) + "'",
      "ProxyOutputStream$Chunk ioId=4 oid=7 'tail'",
      'ProxyOutputStream$Flush ioId=5 oid=7',
      'ProxyOutputStream$EOF ioId=6 oid=7',
      'Response id=0 lastIoId=6 -> done',
    ]);
  });

  it('keeps giving back behind writes that wait for the window', async () => {
    const peer = new ScriptedPeer();
    const output = bare(peer);
    const written = output.write(Buffer.alloc(2 * HALF + 10));
    output.release();
    expect(await peer.sent()).toHaveLength(2);
    peer.ack(7, HALF);
    expect(await peer.sent()).toEqual([
      "ProxyOutputStream$Chunk ioId=3 oid=7 '" + '\0'.repeat(10) + "'",
      'ProxyOutputStream$Unexport ioId=4 oid=7',
    ]);
    await written;
  });

  it('is one for chars as for bytes', async () => {
    const peer = new ScriptedPeer(async (callable, call) => {
      const writer = call.writer(argumentOf(callable));
      await writer.write('grüße 🎉');
      writer.flush();
      writer.close();
      return 'done';
    });
    peer.call(0, peerWriter(7));
    expect(await peer.sent()).toEqual([
      "ProxyWriter$Chunk ioId=1 oid=7 'grüße 🎉'",
      'ProxyWriter$Flush ioId=2 oid=7',
      'ProxyWriter$EOF ioId=3 oid=7',
      'Response id=0 lastIoId=3 -> done',
    ]);
    peer.call(1, peerWriter(8));
    expect((await peer.sent()).at(0)).toBe("ProxyWriter$Chunk ioId=4 oid=8 'grüße 🎉'");
  });

  it('cuts chars where the window does, and loses none', async () => {
    const text = 'x'.repeat(HALF - 1) + '🎉' + 'y'.repeat(HALF);
    const peer = new ScriptedPeer(async (callable, call) => {
      await call.writer(argumentOf(callable)).retain().write(text);
      return 'done';
    });
    peer.call(0, peerWriter(7));
    expect(await peer.sent()).toEqual([
      `ProxyWriter$Chunk ioId=1 oid=7 [${HALF}]`,
      `ProxyWriter$Chunk ioId=2 oid=7 [${HALF}]`,
    ]);
    peer.send(streams.PW_ACK.create({ createdAt: null, oid: 7, size: HALF }));
    expect(await peer.sent()).toEqual(["ProxyWriter$Chunk ioId=3 oid=7 'y'", 'Response id=0 lastIoId=0 -> done']);
  });

  it('sends every byte once, in pieces that the window allows', async () => {
    const peer = new ScriptedPeer();
    const data = Buffer.alloc(
      3 * HALF,
      Uint8Array.from({ length: 251 }, (_, i) => i),
    );
    const written = bare(peer).write(data);
    for (let acks = 0; acks < 3; acks++) {
      await settled();
      peer.ack(7, HALF);
    }
    await written;
    const chunks = peer.chunks();
    expect(chunks.map(({ length }) => length)).toEqual([HALF, HALF, HALF]);
    expect(Buffer.concat(chunks).equals(data)).toBe(true);
  });
});

describe('the answer', () => {
  it('waits for the writes that it promises, awaited or not', async () => {
    const peer = writing((output) => {
      void output.write(Buffer.alloc(2 * HALF + 1));
      return Promise.resolve();
    });
    expect(await peer.sent()).toHaveLength(2);
    peer.ack(7, HALF);
    expect(await peer.sent()).toEqual([
      "ProxyOutputStream$Chunk ioId=3 oid=7 '\0'",
      'Response id=0 lastIoId=3 -> done',
      'ProxyOutputStream$Unexport ioId=4 oid=7',
    ]);
  });

  it('waits for them also when the callable failed', async () => {
    const peer = writing((output) => {
      void output.write(Buffer.alloc(2 * HALF + 1));
      return Promise.reject(new JavaError('java.io.IOException', 'boom'));
    });
    expect(await peer.sent()).toHaveLength(2);
    peer.ack(7, HALF);
    expect((await peer.sent()).slice(1, 2)).toEqual(['Response id=0 lastIoId=3 -> throws java.io.IOException: boom']);
  });

  it('runs what a callable left for the end before it, and names what that wrote', async () => {
    const peer = writing((output, call) => {
      call.beforeAnswer(() => output.write(Buffer.from('buffered')));
      call.beforeAnswer(() => Promise.reject(new Error('nobody hears of this')));
      return Promise.resolve();
    });
    expect(await peer.sent()).toEqual([
      "ProxyOutputStream$Chunk ioId=1 oid=7 'buffered'",
      'Response id=0 lastIoId=1 -> done',
      'ProxyOutputStream$Unexport ioId=2 oid=7',
    ]);
  });

  it('names no operation when its callable wrote nothing, whatever others write', async () => {
    const peer = new ScriptedPeer(async (callable, call) => {
      const argument = argumentOf(callable);
      if (argument !== null) await call.output(argument).retain().write(Buffer.from('x'));
      return 'done';
    });
    peer.call(0, peerOutput(7));
    peer.call(1);
    expect(await peer.sent()).toEqual([
      "ProxyOutputStream$Chunk ioId=1 oid=7 'x'",
      'Response id=1 lastIoId=0 -> done',
      'Response id=0 lastIoId=0 -> done',
    ]);
  });

  it('does not wait for a stream that was retained, unless it was told to follow it', async () => {
    const peer = new ScriptedPeer(async (callable, call) => {
      const [one, other] = listValues(argumentOf(callable)).map((value) => call.output(value).retain());
      await one?.write(Buffer.from('1'));
      await other?.write(Buffer.from('2'));
      await one?.write(Buffer.from('3'));
      if (other) call.follow(other);
      void other?.write(Buffer.alloc(3 * HALF));
      return 'done';
    });
    peer.call(0, arrayList([peerOutput(7), peerOutput(8)]));
    const sent = await peer.sent();
    expect(sent.at(-1)).toBe('Response id=0 lastIoId=2 -> done');
    expect(sent.filter((line) => line.includes('Unexport'))).toEqual([]);
  });

  it('names the last operation of all its streams', async () => {
    const peer = new ScriptedPeer(async (callable, call) => {
      const [one, other] = listValues(argumentOf(callable)).map((value) => call.output(value));
      await other?.write(Buffer.from('1'));
      await one?.write(Buffer.from('2'));
      return 'done';
    });
    peer.call(0, arrayList([peerOutput(7), peerOutput(8)]));
    const [answer, ...givenBack] = (await peer.sent()).slice(2);
    expect(answer).toBe('Response id=0 lastIoId=2 -> done');
    expect(givenBack.map((line) => line.replace(/ioId=\d /, '')).sort()).toEqual([
      'ProxyOutputStream$Unexport oid=7',
      'ProxyOutputStream$Unexport oid=8',
    ]);
  });
});

describe('a writer', () => {
  it('is slowed down by the window, and by the connection', async () => {
    const peer = new ScriptedPeer();
    const output = bare(peer);
    peer.transport.full = true;
    let written = 0;
    void output.write(Buffer.from('a')).then(() => written++);
    await peer.sent();
    expect(written).toBe(0);
    peer.transport.full = false;
    await settled();
    expect(written).toBe(1);

    void output.write(Buffer.alloc(2 * HALF)).then(() => written++);
    await peer.sent();
    peer.transport.full = true;
    peer.ack(7, HALF);
    await peer.sent();
    expect(written).toBe(1);
    peer.transport.full = false;
    await settled();
    expect(written).toBe(2);
  });

  it('cannot write to, flush or end what it has ended', async () => {
    const peer = new ScriptedPeer();
    const output = bare(peer);
    output.close();
    output.flush();
    output.close();
    output.release();
    expect(String(await failsWith(output.write(Buffer.from('late'))))).toBe(
      'java.io.IOException: stream is already closed',
    );
    expect(await peer.sent()).toEqual(['ProxyOutputStream$EOF ioId=1 oid=7']);
  });

  it('ends a stream with its error', async () => {
    const peer = new ScriptedPeer();
    bare(peer).close(new JavaError('java.io.IOException', 'gave up'));
    expect(await peer.sent()).toEqual(['ProxyOutputStream$EOF ioId=1 oid=7 java.io.IOException: gave up']);
  });

  it('hears with its next write that the reader is gone, and why; the stream is given back all the same', async () => {
    const peer = new ScriptedPeer();
    const output = bare(peer);
    const waiting = output.write(Buffer.alloc(3 * HALF));
    const queued = output.write(Buffer.from('queued'));
    const outcomes = Promise.all([failsWith(waiting), failsWith(queued)]);
    output.release();
    await peer.sent();
    const cause = new JavaError('java.io.IOException', 'disk full');
    peer.send(streams.POS_NOTIFY_DEAD_WRITER.create({ createdAt: commandSource(cause), oid: 7 }));
    for (const error of await outcomes) {
      expect(String(error)).toBe('java.io.IOException: Pipe is already closed');
      expect(String((error as Error).cause)).toBe('java.io.IOException: disk full');
    }
    expect(await peer.sent()).toEqual(['ProxyOutputStream$Unexport ioId=3 oid=7']);
  });

  it('that waits is cut off by its call, and by the end of the channel', async () => {
    const peer = new ScriptedPeer();
    const abort = new AbortController();
    const cut = failsWith(bare(peer, abort.signal).write(Buffer.alloc(3 * HALF)));
    await settled();
    abort.abort(new JavaError('java.lang.InterruptedException', 'stop'));
    expect(String(await cut)).toBe('java.lang.InterruptedException: stop');
    const lost = failsWith(bare(peer).write(Buffer.alloc(HALF)));
    await settled();
    peer.break();
    expect(String(await lost)).toContain('channel is already closed');
    expect(String(await failsWith(bare(peer).write(Buffer.from('late'))))).toContain('channel is already closed');
  });

  it('that is retained is no longer cut off by its call', async () => {
    const peer = new ScriptedPeer();
    const abort = new AbortController();
    const output = bare(peer, abort.signal).retain();
    const written = output.write(Buffer.alloc(3 * HALF));
    abort.abort(new Error('stop'));
    await settled();
    peer.ack(7, HALF);
    await written;
    expect(peer.chunks()).toHaveLength(3);
  });

  it('knows how much has been sent and taken', async () => {
    const peer = new ScriptedPeer();
    const output = bare(peer);
    await output.write(Buffer.alloc(100));
    await output.write(Buffer.alloc(50));
    expect(output.progress).toEqual({ sent: 150, acknowledged: 0 });
    peer.ack(7, 100);
    expect(output.progress).toEqual({ sent: 150, acknowledged: 100 });
  });
});

describe('delivery', () => {
  it('is complete when all is acknowledged, queued writes included', async () => {
    const peer = new ScriptedPeer();
    const output = bare(peer);
    void output.write(Buffer.alloc(2 * HALF + 1));
    let delivered = false;
    const delivery = output.delivered().then(() => (delivered = true));
    await peer.sent();
    peer.ack(7, 2 * HALF);
    await peer.sent();
    expect(delivered).toBe(false);
    peer.ack(7, 1);
    await delivery;
  });

  it('fails when the reader is gone, however soon it acknowledged, and at the end of the channel', async () => {
    const peer = new ScriptedPeer();
    const output = bare(peer);
    await output.write(Buffer.alloc(100));
    const delivery = failsWith(output.delivered());
    peer.send(streams.POS_NOTIFY_DEAD_WRITER.create({ createdAt: null, oid: 7 }));
    peer.ack(7, 100);
    const error = await delivery;
    expect(String(error)).toBe('java.io.IOException: Pipe is already closed');
    expect(String((error as Error).cause)).toBe('hudson.remoting.RemotingSystemException: Unknown cause');

    const other = new ScriptedPeer();
    const lost = bare(other);
    await lost.write(Buffer.alloc(100));
    const undelivered = failsWith(lost.delivered());
    other.break();
    expect(String(await undelivered)).toContain('channel is already closed');
  });

  it('is cut off by the signal that it was given, else by the call', async () => {
    const peer = new ScriptedPeer();
    const call = new AbortController();
    const own = new AbortController();
    const output = bare(peer, call.signal);
    await output.write(Buffer.alloc(100));
    const first = failsWith(output.delivered(own.signal));
    own.abort(new Error('own'));
    expect(String(await first)).toBe('Error: own');
    const second = failsWith(output.delivered());
    call.abort(new Error('call'));
    expect(String(await second)).toBe('Error: call');
  });

  it('to the operating system does not wait for the peer', async () => {
    const peer = new ScriptedPeer();
    const output = bare(peer);
    void output.write(Buffer.from('x'));
    peer.transport.full = true;
    let done = false;
    const handedOver = output.handedOver().then(() => (done = true));
    await settled();
    expect(done).toBe(false);
    peer.transport.full = false;
    await handedOver;
    peer.break();
    expect(String(await failsWith(output.handedOver()))).toContain('channel is already closed');
  });
});
