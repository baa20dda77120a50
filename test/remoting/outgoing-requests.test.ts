/** Requests of ours: their ids, what they name, and every way in which they end. */
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { JavaError } from '../../src/java/java-error.js';
import { RemoteError, errorToThrowable } from '../../src/remoting/failure.js';
import { BYTE_PIPE } from '../../src/remoting/pipe-commands.js';
import { PipeOutput } from '../../src/remoting/pipe-output.js';
import type { JavaValue } from '../../src/serial/model.js';
import { TEST_CALLABLE } from '../support/channel-pair.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { settled } from '../support/sinks.js';

const invoke = (peer: ScriptedPeer, signal?: AbortSignal): Promise<JavaValue> =>
  peer.channel.invoke(3, 'a.B', 'method', ['java.lang.String'], ['text'], signal);

/** Writes something to stream 7 of the peer's. */
const write = (peer: ScriptedPeer): Promise<void> =>
  new PipeOutput(peer.channel, 7, BYTE_PIPE, undefined).write(Buffer.from('x'));

describe('a request', () => {
  it('has the next id, and names the last stream operation before it', async () => {
    const peer = new ScriptedPeer();
    void invoke(peer);
    await write(peer);
    await write(peer);
    void invoke(peer);
    void peer.channel.call(TEST_CALLABLE.create({ argument: null }));
    expect(await peer.sent()).toEqual([
      'RemoteInvocationHandler$RPCRequest oid=3 id=0 lastIoId=0',
      "ProxyOutputStream$Chunk ioId=1 oid=7 'x'",
      "ProxyOutputStream$Chunk ioId=2 oid=7 'x'",
      'RemoteInvocationHandler$RPCRequest oid=3 id=1 lastIoId=2',
      'UserRequest id=2 lastIoId=2',
    ]);
  });

  it('that only asks whether the peer lives waits for no stream of its', async () => {
    const peer = new ScriptedPeer();
    await write(peer);
    const answer = peer.channel.ping(new AbortController().signal);
    expect((await peer.sent()).at(-1)).toBe('RemoteInvocationHandler$RPCRequest oid=1 id=0 lastIoId=0');
    peer.respond(0, null);
    expect(await answer).toBe(null);
  });

  it('is answered by the response with its id, whichever comes first', async () => {
    const peer = new ScriptedPeer();
    const answers = [invoke(peer), invoke(peer)];
    peer.respond(1, 'second');
    peer.respond(0, 'first');
    expect(await Promise.all(answers)).toEqual(['first', 'second']);
    expect(peer.channel.outgoing.waiting).toBe(0);
    peer.respond(0, 'again');
    expect(peer.logger.records).toEqual([]);
  });

  it('fails with the exception of the peer', async () => {
    const peer = new ScriptedPeer();
    const cause = new JavaError('java.io.EOFException', null);
    const answer = invoke(peer).catch((error: unknown) => error);
    peer.respondFailure(0, errorToThrowable(new JavaError('java.io.IOException', 'boom', { cause })));
    const error = await answer;
    expect(error).toBeInstanceOf(RemoteError);
    expect(String(error)).toBe('java.io.IOException: boom');
    expect(String((error as Error).cause)).toBe('java.io.EOFException');
  });

  it('fails also with an exception that is none', async () => {
    const peer = new ScriptedPeer();
    const answer = invoke(peer).catch((error: unknown) => error);
    peer.respondFailure(0, 'a text');
    expect(String(await answer)).toBe('java.io.IOException: The peer failed without saying how');
    expect(peer.channel.outgoing.waiting).toBe(0);
  });

  it('that was cut off tells the peer so, and ends with the reason at once', async () => {
    const peer = new ScriptedPeer();
    const abort = new AbortController();
    const answer = invoke(peer, abort.signal);
    await settled();
    abort.abort(new JavaError('java.lang.InterruptedException', 'stop'));
    await expect(answer).rejects.toThrow('stop');
    expect((await peer.sent()).slice(1)).toEqual(['Request$Cancel id=0']);
    peer.respond(0, 'late');
    expect([peer.channel.outgoing.waiting, peer.logger.records]).toEqual([0, []]);
  });

  it('that was cut off before is never sent', async () => {
    const peer = new ScriptedPeer();
    await expect(invoke(peer, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    await expect(invoke(peer, AbortSignal.abort('a text'))).rejects.toBe('a text');
    expect(await peer.sent()).toEqual([]);
  });

  it('takes a reason that is no error', async () => {
    const peer = new ScriptedPeer();
    const abort = new AbortController();
    const answer = invoke(peer, abort.signal);
    abort.abort('a text');
    await expect(answer).rejects.toThrow(/^a text$/);
  });

  it('keeps no listener once it has ended, in whichever way', async () => {
    const peer = new ScriptedPeer();
    const { signal } = new AbortController();
    const listeners = () => getEventListeners(signal, 'abort').length;
    const answered = invoke(peer, signal);
    const failed = invoke(peer, signal).catch(() => undefined);
    const lost = invoke(peer, signal).catch(() => undefined);
    await settled();
    expect(listeners()).toBe(3);
    peer.respond(0, null);
    await answered;
    expect(listeners()).toBe(2);
    peer.respondFailure(1, errorToThrowable(new JavaError('java.io.IOException', 'boom')));
    await failed;
    expect(listeners()).toBe(1);
    peer.break();
    await lost;
    expect(listeners()).toBe(0);
  });

  it('whose arguments cannot be written is not sent, and leaves nothing behind', async () => {
    const peer = new ScriptedPeer();
    const { signal } = new AbortController();
    const broken = [undefined as unknown as JavaValue];
    await expect(peer.channel.invoke(3, 'a.B', 'method', [], broken, signal)).rejects.toThrow();
    expect([peer.channel.outgoing.waiting, getEventListeners(signal, 'abort').length]).toEqual([0, 0]);
    expect(await peer.sent()).toEqual([]);
    void invoke(peer);
    expect(await peer.sent()).toEqual(['RemoteInvocationHandler$RPCRequest oid=3 id=1 lastIoId=0']);
  });

  it('fails at the end of the channel, and after it', async () => {
    const peer = new ScriptedPeer();
    const waiting = invoke(peer).catch((error: unknown) => error);
    peer.break();
    const error = await waiting;
    expect(String(error)).toBe('hudson.remoting.RequestAbortedException: peer: channel is already closed');
    expect(String((error as Error).cause)).toBe('Error: connection reset');
    await expect(invoke(peer)).rejects.toBe(error);
    expect(peer.channel.outgoing.waiting).toBe(0);
  });
});
