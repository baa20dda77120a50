import { afterEach, describe, expect, it, vi } from 'vitest';
import { pingLoop, realTimers } from '../../../src/agent/connect/ping-loop.js';
import type { PingLoopOptions } from '../../../src/agent/connect/ping-loop.js';
import { Clock } from './clock.js';

interface Rig {
  readonly clock: Clock;
  readonly stop: AbortController;
  /** When each ping was sent. */
  readonly sent: number[];
  readonly dead: string[];
  readonly done: Promise<void>;
}

function start(
  ping: (clock: Clock, signal: AbortSignal) => Promise<unknown>,
  times: Partial<PingLoopOptions> = {},
): Rig {
  const clock = new Clock();
  const stop = new AbortController();
  const sent: number[] = [];
  const dead: string[] = [];
  const done = pingLoop({
    ping: (signal) => {
      sent.push(clock.now());
      return ping(clock, signal);
    },
    intervalMs: 300,
    timeoutMs: 240,
    onDead: (error) => dead.push(error.message),
    signal: stop.signal,
    timers: clock,
    ...times,
  });
  return { clock, stop, sent, dead, done };
}

const answered = (): Promise<void> => Promise.resolve();
const unanswered = (_clock: Clock, signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

describe('pingLoop', () => {
  it('pings at once and at intervals, from start to start', async () => {
    const rig = start((clock) => new Promise<void>((resolve) => clock.after(100, resolve)));
    await rig.clock.advance(950);
    expect(rig.sent).toEqual([0, 300, 600, 900]);
    rig.stop.abort();
    await rig.clock.advance(100);
    await rig.done;
    expect(rig.dead).toEqual([]);
  });

  it('goes on at once when an answer took longer than the interval', async () => {
    const rig = start((clock) => new Promise<void>((resolve) => clock.after(200, resolve)), { intervalMs: 150 });
    await rig.clock.advance(450);
    expect(rig.sent).toEqual([0, 200, 400]);
    rig.stop.abort();
    await rig.clock.advance(200);
    await rig.done;
  });

  it('tells once that an answer stayed away, and ends', async () => {
    const rig = start(unanswered);
    await rig.clock.advance(239);
    expect(rig.dead).toEqual([]);
    await rig.clock.advance(2000);
    await rig.done;
    expect(rig.dead).toEqual(['No answer to a ping within 240 ms']);
    expect(rig.sent).toEqual([0]);
  });

  it('takes a failed ping for a missing answer', async () => {
    const rig = start(() => Promise.reject(new Error('boom')));
    await rig.done;
    expect(rig.dead).toEqual(['boom']);
  });

  it.each([
    ['between pings', answered],
    ['during a ping', unanswered],
  ])('ends %s without a word, and leaves no timer', async (_when, ping) => {
    const rig = start(ping);
    await rig.clock.advance(10);
    rig.stop.abort(new Error('the channel ended'));
    await rig.done;
    expect(rig.dead).toEqual([]);
    expect(rig.clock.waiting).toBe(0);
  });
});

describe('timers', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  // What a controller may ask for: SetUpRemotePing holds ints of seconds.
  it.each([2 ** 31, 3 * 2 ** 31 + 5, (2 ** 31 - 1) * 1000])(
    'run %i ms, longer than one of Node does',
    (milliseconds) => {
      vi.useFakeTimers();
      let ran = 0;
      realTimers.after(milliseconds, () => ran++);
      vi.advanceTimersByTime(milliseconds - 1);
      expect(ran).toBe(0);
      vi.advanceTimersByTime(1);
      expect(ran).toBe(1);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it('are undone, in every part of a long time', () => {
    vi.useFakeTimers();
    const cancel = realTimers.after(2 ** 32, () => expect.unreachable());
    vi.advanceTimersByTime(2 ** 31);
    cancel();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ping as seldom as they are told to', async () => {
    vi.useFakeTimers();
    const stop = new AbortController();
    let sent = 0;
    const times = { intervalMs: 2 ** 31, timeoutMs: 2 ** 31 };
    const done = pingLoop({
      ping: () => Promise.resolve(sent++),
      onDead: (error) => expect.unreachable(error.message),
      signal: stop.signal,
      ...times,
    });
    await vi.advanceTimersByTimeAsync(2 ** 31 - 1);
    expect(sent).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toBe(2);
    stop.abort();
    await done;
  });
});
