import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { after, byDeadline, Deadline, untilAborted, within } from '../../src/java/deadline.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const late = (): Error => new Error('late');
const never = new Promise<never>(() => undefined);

it.each([0, 1000, 2 ** 31, 3 * 2 ** 31 + 5])('an action runs after %d ms, not before', (ms) => {
  const action = vi.fn();
  after(ms, action);
  vi.advanceTimersByTime(Math.max(0, ms - 1));
  if (ms > 0) expect(action).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});

it('an action that is undone never runs', () => {
  const action = vi.fn();
  const undo = after(2 ** 32, action);
  vi.advanceTimersByTime(2 ** 31);
  undo();
  expect(vi.getTimerCount()).toBe(0);
});

describe('a deadline', () => {
  it('aborts its signal with what tells that time is up', () => {
    const deadline = new Deadline(10, late);
    expect([deadline.hasPassed, deadline.signal.aborted]).toEqual([false, false]);
    vi.advanceTimersByTime(10);
    expect([deadline.hasPassed, deadline.signal.reason]).toEqual([true, new Error('late')]);
  });

  it('has not passed when something else aborts', () => {
    const outer = new AbortController();
    const deadline = new Deadline(10, late, outer.signal);
    outer.abort(new Error('enough'));
    expect([deadline.hasPassed, deadline.signal.reason]).toEqual([false, new Error('enough')]);
    deadline.end();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('work by a deadline', () => {
  it('gives what it gives, or fails as it fails, and leaves no timer', async () => {
    expect(await byDeadline(10, late, () => Promise.resolve(1))).toBe(1);
    await expect(byDeadline(10, late, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is told and left alone when time is up', async () => {
    let signal: AbortSignal | undefined;
    const done = byDeadline(10, late, (cut) => {
      signal = cut;
      return never;
    });
    const failure = expect(done).rejects.toThrow('late');
    await vi.advanceTimersByTimeAsync(10);
    await failure;
    expect(signal?.reason).toEqual(new Error('late'));
  });

  it('ends with the reason of another abort, one from before included', async () => {
    await expect(byDeadline(10, late, () => never, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('waiting', () => {
  it('within a time', async () => {
    expect(await within(Promise.resolve(1), 10)).toBe(1);
    const slow = within(never, 10);
    await vi.advanceTimersByTimeAsync(10);
    expect(await slow).toBe('timeout');
    await expect(within(never, 10, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('until an abort', async () => {
    expect(await untilAborted(Promise.resolve(1))).toBe(1);
    const abort = new AbortController();
    const waiting = untilAborted(never, abort.signal);
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
