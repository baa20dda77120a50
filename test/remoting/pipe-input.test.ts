/** Reading what the peer pumps: a consumer opens the window as it takes, and lets go when it stops. */
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { JavaError } from '../../src/java/java-error.js';
import { exportSink } from '../../src/remoting/exports.js';
import { errorToThrowable } from '../../src/remoting/failure.js';
import { PipeInput } from '../../src/remoting/pipe-input.js';
import * as streams from '../../src/remoting/wire/stream-classes.js';
import type { JavaObject } from '../../src/serial/model.js';
import { argumentOf } from '../support/channel-pair.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { settled } from '../support/sinks.js';

function reading(signal?: AbortSignal): { peer: ScriptedPeer; input: PipeInput; oid: number } {
  const peer = new ScriptedPeer();
  const input = new PipeInput(signal);
  return { peer, input, oid: exportSink(peer.channel, input) };
}

async function readAll(input: PipeInput): Promise<string> {
  let text = '';
  for await (const bytes of input) text += bytes.toString();
  return text;
}

describe('a consumer', () => {
  it('acknowledges each chunk when it takes it', async () => {
    const { peer, input, oid } = reading();
    peer.chunk(1, oid, 'abc');
    peer.chunk(2, oid, 'de');
    expect(await peer.sent()).toEqual([]);
    const iterator = input[Symbol.asyncIterator]();
    expect(String((await iterator.next()).value)).toBe('abc');
    expect(await peer.sent()).toEqual([`ProxyOutputStream$Ack oid=${oid} size=3`]);
    expect(String((await iterator.next()).value)).toBe('de');
    expect(await peer.sent()).toEqual([`ProxyOutputStream$Ack oid=${oid} size=2`]);
  });

  it('reads to the end what came before EOF, and in its order', async () => {
    const { peer, input, oid } = reading();
    peer.chunk(1, oid, 'a');
    peer.chunk(2, oid, '');
    peer.chunk(3, oid, 'b');
    peer.eof(4, oid);
    expect(peer.channel.exports.get(oid)).toBeUndefined();
    expect(await readAll(input)).toBe('ab');
  });

  it('is woken by what comes later', async () => {
    const { peer, input, oid } = reading();
    const text = readAll(input);
    await settled();
    peer.chunk(1, oid, 'a');
    await settled();
    peer.chunk(2, oid, 'b');
    peer.eof(3, oid);
    expect(await text).toBe('ab');
  });

  it('fails with the error of the writer, behind the data', async () => {
    const { peer, input, oid } = reading();
    peer.chunk(1, oid, 'a');
    peer.eof(2, oid, errorToThrowable(new JavaError('java.io.IOException', 'gave up')));
    const iterator = input[Symbol.asyncIterator]();
    expect(String((await iterator.next()).value)).toBe('a');
    await expect(iterator.next()).rejects.toThrow('gave up');
  });

  it('that stops early has all acknowledged that it was sent, and refuses the rest', async () => {
    const { peer, input, oid } = reading();
    for (const [ioId, text] of ['abc', 'de', 'f'].entries()) peer.chunk(ioId + 1, oid, text);
    for await (const bytes of input) {
      expect(bytes.toString()).toBe('abc');
      break;
    }
    expect(await peer.sent()).toEqual([3, 2, 1].map((size) => `ProxyOutputStream$Ack oid=${oid} size=${size}`));
    peer.chunk(4, oid, 'ghij');
    expect(await peer.sent()).toEqual([
      `ProxyOutputStream$NotifyDeadWriter oid=${oid} java.io.IOException: Pipe is already closed`,
      `ProxyOutputStream$Ack oid=${oid} size=4`,
    ]);
    expect(await readAll(input)).toBe('');
  });

  it('that waits is woken when it is cancelled', async () => {
    const { input } = reading();
    const text = readAll(input);
    await settled();
    input.cancel();
    expect(await text).toBe('');
  });

  it('is cut off by its call, and keeps no listener', async () => {
    const abort = new AbortController();
    const { peer, input, oid } = reading(abort.signal);
    const text = readAll(input);
    await settled();
    peer.chunk(1, oid, 'a');
    await settled();
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1);
    abort.abort(new Error('stop'));
    await expect(text).rejects.toThrow('stop');
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
  });

  it('is not cut off by its call once the stream is retained', async () => {
    const abort = new AbortController();
    const { peer, input, oid } = reading(abort.signal);
    const text = readAll(input.retain());
    abort.abort(new Error('stop'));
    await settled();
    peer.chunk(1, oid, 'a');
    peer.eof(2, oid);
    expect(await text).toBe('a');
  });

  it('fails at the end of the channel, behind what has come', async () => {
    const { peer, input, oid } = reading();
    peer.chunk(1, oid, 'a');
    peer.break();
    const iterator = input[Symbol.asyncIterator]();
    expect(String((await iterator.next()).value)).toBe('a');
    await expect(iterator.next()).rejects.toThrow('channel is already closed');
  });
});

describe('a pipe in an argument', () => {
  const pipeOf = (streamOid: number): JavaObject =>
    streams.PIPE.create({ in: null, out: null }, { remoteWriter: false, streamOid });

  it('is connected when it is read, and read', async () => {
    const peer = new ScriptedPeer(async (callable, call) => {
      let text = '';
      for await (const bytes of call.input(argumentOf(callable))) text += bytes.toString();
      return text;
    });
    peer.call(0, pipeOf(9));
    expect(await peer.sent()).toEqual(['Pipe$ConnectCommand oidRos=9 oidPos=2']);
    peer.chunk(1, 2, 'some ');
    peer.chunk(2, 2, 'text');
    peer.eof(3, 2);
    expect((await peer.sent()).at(-1)).toBe('Response id=0 lastIoId=0 -> some text');
  });

  it('that nobody reads is connected all the same, so that its writer ends', async () => {
    const peer = new ScriptedPeer(() => 'done');
    peer.call(0, pipeOf(9));
    expect(await peer.sent()).toEqual(['Response id=0 lastIoId=0 -> done', 'Pipe$ConnectCommand oidRos=9 oidPos=2']);
    peer.chunk(1, 2, 'x');
    expect(await peer.sent()).toEqual([
      'ProxyOutputStream$NotifyDeadWriter oid=2 java.io.IOException: Pipe is already closed',
      'ProxyOutputStream$Ack oid=2 size=1',
    ]);
  });
});
