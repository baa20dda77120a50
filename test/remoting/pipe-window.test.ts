import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { MAX_CHUNK, PIPE_WINDOW_SIZE, PipeWindow } from '../../src/remoting/pipe-window.js';
import { PipeWindows } from '../../src/remoting/pipe-windows.js';

const cause = new Error('disk full');

/** Whether a promise settles without anything else happening. */
async function settles(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol();
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, pending))])) !== pending;
}

describe('a window', () => {
  it('has the size that a Java peer counts on', () => {
    expect([PIPE_WINDOW_SIZE, MAX_CHUNK]).toEqual([1048576, 524288]);
    expect(new PipeWindow().size).toBe(PIPE_WINDOW_SIZE);
  });

  it('grants what is asked for, up to half of the usual size at once', () => {
    const window = new PipeWindow();
    expect(window.grant(5)).toBe(5);
    expect(window.grant(MAX_CHUNK)).toBe(MAX_CHUNK);
    expect(window.grant(3_000_000)).toBe(MAX_CHUNK);
  });

  it('grants what is left, but no crumbs: a tenth at least, or all that is asked for', () => {
    const window = new PipeWindow(1000);
    window.take(899);
    expect(window.grant(5000)).toBe(101);
    window.take(1);
    expect(window.grant(5000)).toBe(100);
    window.take(1);
    expect(window.grant(5000)).toBe(0);
    expect(window.grant(99)).toBe(99);
    window.take(99);
    expect(window.grant(1)).toBe(0);
  });

  it('is opened by acknowledgements, never beyond its size', () => {
    const window = new PipeWindow(1000);
    window.take(1000);
    expect([window.inFlight, window.idle]).toEqual([1000, false]);
    window.open(300);
    expect([window.inFlight, window.grant(5000)]).toEqual([700, 300]);
    window.open(699);
    expect(window.idle).toBe(false);
    window.open(1);
    expect([window.inFlight, window.idle]).toEqual([0, true]);
    window.open(5000);
    expect([window.inFlight, window.grant(5000)]).toEqual([0, 1000]);
  });

  it('wakes everybody who waits at each acknowledgement and at its death', async () => {
    const window = new PipeWindow();
    const waiting = [window.change(undefined), window.change(undefined)];
    expect(await settles(Promise.race(waiting))).toBe(false);
    window.open(1);
    await Promise.all(waiting);
    const again = window.change(undefined);
    expect(await settles(again)).toBe(false);
    window.die(cause);
    await again;
    expect(await settles(window.change(undefined))).toBe(true);
  });

  it('keeps the first cause of its death', () => {
    const window = new PipeWindow();
    expect(window.dead).toBeUndefined();
    window.die(cause);
    window.die(new Error('the channel ended'));
    expect(window.dead).toBe(cause);
  });

  it('lets an abort end the wait, and keeps no listener', async () => {
    const window = new PipeWindow();
    const abort = new AbortController();
    const acknowledged = window.change(abort.signal);
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1);
    window.open(1);
    await acknowledged;
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
    const aborted = window.change(abort.signal);
    expect(await settles(aborted)).toBe(false);
    abort.abort();
    await aborted;
    expect(await settles(window.change(abort.signal))).toBe(true);
  });
});

describe('the windows of a channel', () => {
  it('are one for each stream, shared by its writers', () => {
    const windows = new PipeWindows();
    const window = windows.hold(7);
    expect(windows.hold(7)).toBe(window);
    expect(windows.hold(8)).not.toBe(window);
    window.take(10);
    windows.open(7, 4);
    expect(window.inFlight).toBe(6);
    windows.die(7, cause);
    expect(window.dead).toBe(cause);
  });

  it('begin anew when everything is acknowledged, or dead', () => {
    const windows = new PipeWindows();
    const idle = windows.hold(7);
    windows.hold(7);
    windows.release(7);
    expect(windows.hold(7)).toBe(idle);
    windows.release(7);
    windows.release(7);
    const next = windows.hold(7);
    expect(next).not.toBe(idle);
    next.take(10);
    next.die(cause);
    windows.release(7);
    expect(windows.hold(7).dead).toBeUndefined();
  });

  it('outlive their writers until all is acknowledged, so that a late Ack counts for nothing else', () => {
    const windows = new PipeWindows();
    windows.hold(7).take(100);
    windows.release(7);
    const next = windows.hold(7);
    next.take(30);
    windows.open(7, 100);
    expect(next.inFlight).toBe(30);
    windows.release(7);
    windows.open(7, 29);
    expect(windows.hold(7)).toBe(next);
    windows.release(7);
    windows.open(7, 1);
    expect(windows.hold(7)).not.toBe(next);
  });

  it('do not outlive a dead stream, nor in any number', () => {
    const windows = new PipeWindows();
    const dying = windows.hold(1);
    dying.take(1);
    windows.release(1);
    windows.die(1, cause);
    expect(windows.hold(1)).not.toBe(dying);
    const abandoned = Array.from({ length: 1001 }, (_, i) => {
      const window = windows.hold(100 + i);
      window.take(1);
      windows.release(100 + i);
      return window;
    });
    expect(windows.hold(100)).not.toBe(abandoned[0]);
    expect(windows.hold(101)).toBe(abandoned[1]);
  });

  it('ignore what comes for streams that nobody writes to', () => {
    const windows = new PipeWindows();
    windows.open(7, 100);
    windows.die(7, cause);
    windows.release(7);
    expect([windows.hold(7).inFlight, windows.hold(7).dead]).toEqual([0, undefined]);
  });

  it('all die with the channel', () => {
    const windows = new PipeWindows();
    const held = [windows.hold(7), windows.hold(8)];
    windows.dieAll(cause);
    expect(held.map(({ dead }) => dead)).toEqual([cause, cause]);
  });
});
