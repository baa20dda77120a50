import { describe, expect, it } from 'vitest';
import { EXIT } from '../../../src/agent/life/exit-codes.js';
import { decide, ReconnectHistory } from '../../../src/agent/connect/reconnect.js';
import type { ReconnectOptions, Trouble } from '../../../src/agent/connect/reconnect.js';

const FOREVER: ReconnectOptions = { noReconnect: false, noReconnectAfter: undefined };
const ONCE: ReconnectOptions = { noReconnect: true, noReconnectAfter: undefined };
const MINUTE: ReconnectOptions = { noReconnect: false, noReconnectAfter: 60_000 };

describe('decide', () => {
  it.each<[Trouble, number, number[]]>([
    ['retryable', 1, [2000, 4000, 8000, 16_000, 30_000, 30_000]],
    ['lost', 1, [2000, 4000, 8000, 16_000, 30_000, 30_000]],
    ['refused', 1, [10_000, 20_000, 30_000, 30_000]],
    ['retryable', 0.5, [1100, 2100, 4100, 8100, 15_100]],
    ['retryable', 0, [200, 200, 200]],
    ['refused', 0, [200, 200, 200]],
  ])('%s, random %d: waits %j', (trouble, random, delays) => {
    const drawn = delays.map((_delay, index) => decide({ trouble, attempt: index + 1, elapsed: 0 }, FOREVER, random));
    expect(drawn).toEqual(delays.map((delay) => ({ kind: 'retry', delay })));
  });

  it('waits no longer than the ceiling after however many attempts', () => {
    const decision = decide({ trouble: 'retryable', attempt: 5000, elapsed: 0 }, FOREVER, 1);
    expect(decision).toEqual({ kind: 'retry', delay: 30_000 });
  });

  it.each<[Trouble, ReconnectOptions, number, number, string]>([
    ['fatal', FOREVER, 0, EXIT.fatal, 'fatal'],
    ['fatal', ONCE, 0, EXIT.fatal, 'fatal'],
    ['lost', ONCE, 0, EXIT.ok, 'noReconnect'],
    ['refused', ONCE, 0, EXIT.refused, 'noReconnect'],
    ['retryable', ONCE, 0, EXIT.fatal, 'noReconnect'],
    ['retryable', MINUTE, 60_000, EXIT.gaveUp, 'noReconnectAfter'],
    ['refused', MINUTE, 90_000, EXIT.gaveUp, 'noReconnectAfter'],
  ])('%s with %j after %d ms: ends with %d', (trouble, options, elapsed, exitCode, because) => {
    expect(decide({ trouble, attempt: 3, elapsed }, options, 1)).toEqual({ kind: 'stop', exitCode, because });
  });

  it('does not sleep over the end of -noReconnectAfter', () => {
    const decision = decide({ trouble: 'retryable', attempt: 9, elapsed: 59_000 }, MINUTE, 1);
    expect(decision).toEqual({ kind: 'retry', delay: 1000 });
  });
});

describe('ReconnectHistory', () => {
  it('counts attempts and the time since the first', () => {
    const history = new ReconnectHistory(1000);
    expect(history.happened('retryable', 1500)).toEqual({ trouble: 'retryable', attempt: 1, elapsed: 500 });
    expect(history.happened('refused', 9000)).toEqual({ trouble: 'refused', attempt: 2, elapsed: 8000 });
  });

  it('forgets failures after a connection that lasted', () => {
    const history = new ReconnectHistory(0);
    history.happened('retryable', 10);
    history.happened('retryable', 20);
    history.connected(1000);
    expect(history.happened('lost', 61_000)).toEqual({ trouble: 'lost', attempt: 1, elapsed: 0 });
  });

  it('knows that a refusal right after a loss is about the old connection', () => {
    const history = new ReconnectHistory(0);
    history.connected(1000);
    history.happened('lost', 100_000);
    const soon = history.happened('refused', 101_000);
    expect(soon).toEqual({ trouble: 'refused', attempt: 2, elapsed: 1000, justLost: true });
    expect(decide(soon, FOREVER, 1)).toEqual({ kind: 'retry', delay: 4000 });
    const late = history.happened('refused', 140_000);
    expect(decide(late, FOREVER, 1)).toEqual({ kind: 'retry', delay: 30_000 });
  });

  it('remembers them after one that did not, but counts the time anew', () => {
    const history = new ReconnectHistory(0);
    history.happened('retryable', 10);
    history.connected(1000);
    expect(history.happened('lost', 2000)).toEqual({ trouble: 'lost', attempt: 2, elapsed: 0 });
    expect(history.happened('retryable', 5000)).toEqual({ trouble: 'retryable', attempt: 3, elapsed: 3000 });
  });
});
