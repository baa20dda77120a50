/** What waits for which stream operations: requests of the peer's, and its responses to ours. */
import { describe, expect, it } from 'vitest';
import { exportSink } from '../../src/remoting/exports.js';
import { IoOrder } from '../../src/remoting/io-order.js';
import { PipeInput } from '../../src/remoting/pipe-input.js';
import { following, isAtMost, later } from '../../src/remoting/counter.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { SlowSink, collectingSink, settled } from '../support/sinks.js';

const LAST_INT = 2 ** 31 - 1;

describe('a request', () => {
  it('begins after the operation that it names, and all that came before that, on any stream', async () => {
    const peer = new ScriptedPeer(() => 'done');
    const [one, other] = [new SlowSink(), new SlowSink()];
    const [first, second] = [exportSink(peer.channel, one), exportSink(peer.channel, other)];
    peer.chunk(1, first, 'a');
    peer.chunk(2, second, 'b');
    peer.call(0, null, 2);
    peer.call(1, null, 1);
    expect(await peer.sent()).toEqual([]);
    other.proceed();
    expect(await peer.sent()).toEqual([`ProxyOutputStream$Ack oid=${second} size=1`]);
    one.proceed();
    expect((await peer.sent()).sort()).toEqual([
      `ProxyOutputStream$Ack oid=${first} size=1`,
      'Response id=0 lastIoId=0 -> done',
      'Response id=1 lastIoId=0 -> done',
    ]);
  });

  it('waits for an earlier operation also when the one that it names was done at once', async () => {
    const peer = new ScriptedPeer(() => 'done');
    const slow = new SlowSink();
    const [first, second] = [exportSink(peer.channel, slow), exportSink(peer.channel, collectingSink())];
    peer.chunk(1, first, 'a');
    peer.chunk(2, second, 'b');
    peer.call(0, null, 2);
    expect(await peer.sent()).toEqual([`ProxyOutputStream$Ack oid=${second} size=1`]);
    slow.proceed();
    expect((await peer.sent()).at(-1)).toBe('Response id=0 lastIoId=0 -> done');
  });

  it('does not wait for later operations, nor for any when it names none', async () => {
    const peer = new ScriptedPeer(() => 'done');
    const [one, other] = [new SlowSink(), new SlowSink()];
    const [first, second] = [exportSink(peer.channel, one), exportSink(peer.channel, other)];
    peer.chunk(1, first, 'a');
    peer.chunk(2, second, 'b');
    peer.call(0);
    expect(await peer.sent()).toEqual(['Response id=0 lastIoId=0 -> done']);
    peer.call(1, null, 1);
    one.proceed();
    expect((await peer.sent()).at(-1)).toBe('Response id=1 lastIoId=0 -> done');
  });

  it('waits for every kind of operation', async () => {
    const peer = new ScriptedPeer(() => 'done');
    const slow = new SlowSink();
    const oid = exportSink(peer.channel, slow);
    peer.chunk(1, oid, 'a');
    peer.flush(2, oid);
    peer.unexport(3, oid);
    const other = new SlowSink();
    const second = exportSink(peer.channel, other);
    peer.chunk(4, second, 'b');
    peer.eof(5, second);
    for (const [id, lastIoId] of [2, 3, 5].entries()) peer.call(id, null, lastIoId);
    expect(await peer.sent()).toEqual([]);
    slow.proceed();
    expect((await peer.sent()).slice(1)).toEqual([
      'Response id=0 lastIoId=0 -> done',
      'Response id=1 lastIoId=0 -> done',
    ]);
    other.proceed();
    expect((await peer.sent()).slice(1)).toEqual(['Response id=2 lastIoId=0 -> done']);
  });

  it('waits for an operation that fails, and begins all the same', async () => {
    const peer = new ScriptedPeer(() => 'done');
    const slow = new SlowSink();
    peer.chunk(1, exportSink(peer.channel, slow), 'a');
    peer.call(0, null, 1);
    expect(await peer.sent()).toEqual([]);
    slow.fail(new Error('disk full'));
    expect((await peer.sent()).at(-1)).toBe('Response id=0 lastIoId=0 -> done');
  });

  it('begins though a reader has not yet taken what was sent to it before', async () => {
    const peer = new ScriptedPeer(() => 'done');
    const oid = exportSink(peer.channel, new PipeInput(undefined));
    peer.chunk(1, oid, 'a');
    peer.eof(2, oid);
    peer.call(0, null, 2);
    expect(await peer.sent()).toEqual(['Response id=0 lastIoId=0 -> done']);
  });

  it('of any kind waits', async () => {
    const peer = new ScriptedPeer();
    const slow = new SlowSink();
    peer.chunk(1, exportSink(peer.channel, slow), 'a');
    peer.rpc(0, 1, 'getProperty', 1);
    peer.read(1, 77, 10, 1);
    expect(await peer.sent()).toEqual([]);
    slow.proceed();
    expect((await peer.sent()).slice(1)).toEqual([
      'Response id=0 lastIoId=0 -> null',
      'Response id=1 lastIoId=0 -> fails with java.io.IOException: Invalid object ID 77 iota=3',
    ]);
  });
});

describe('a response', () => {
  it('takes effect after the operation that it names', async () => {
    const peer = new ScriptedPeer();
    const slow = new SlowSink();
    const oid = exportSink(peer.channel, slow);
    const outcomes: string[] = [];
    for (const name of ['first', 'second']) {
      void peer.channel.invoke(1, 'x', name, [], []).then((value) => outcomes.push(`${name}: ${value as string}`));
    }
    peer.chunk(1, oid, 'a');
    peer.respond(0, 'behind it', 1);
    peer.respond(1, 'at once');
    await settled();
    expect(outcomes).toEqual(['second: at once']);
    slow.proceed();
    await settled();
    expect(outcomes).toEqual(['second: at once', 'first: behind it']);
  });
});

describe('operations', () => {
  it('are forgotten when they are done', async () => {
    const order = new IoOrder();
    let done!: () => void;
    order.track(5, new Promise((resolve) => (done = resolve)));
    expect(order.pending(4)).toBeUndefined();
    expect(order.pending(0)).toBeUndefined();
    expect(order.pending(6)).toBeInstanceOf(Promise);
    const waiting = order.pending(5);
    done();
    await waiting;
    expect(order.pending(5)).toBeUndefined();
  });

  it('are found where the numbers go round', () => {
    const order = new IoOrder();
    order.track(LAST_INT, new Promise(() => undefined));
    expect(order.pending(-(2 ** 31))).toBeInstanceOf(Promise);
    expect(order.pending(LAST_INT)).toBeInstanceOf(Promise);
    expect(order.pending(LAST_INT - 1)).toBeUndefined();
  });

  it('are numbered as Java counts', () => {
    expect(following(0)).toBe(1);
    expect(following(LAST_INT)).toBe(-(2 ** 31));
    expect(following(-1)).toBe(1);
    expect(isAtMost(3, 3)).toBe(true);
    expect(isAtMost(4, 3)).toBe(false);
    expect(isAtMost(LAST_INT, -(2 ** 31))).toBe(true);
    expect(isAtMost(-(2 ** 31), LAST_INT)).toBe(false);
    expect(later(LAST_INT, -(2 ** 31))).toBe(-(2 ** 31));
    expect(later(5, 4)).toBe(5);
    expect(later(0, -5)).toBe(-5);
    expect(later(-5, 0)).toBe(-5);
    expect(later(0, 0)).toBe(0);
  });
});
