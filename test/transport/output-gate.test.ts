import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_QUEUED_BYTES, OutputGate } from '../../src/transport/output-gate.js';

const MIB = 1024 * 1024;

/** Whether a promise has settled by the next turn of the event loop. */
async function settles(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol();
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, pending))])) !== pending;
}

describe('a gate', () => {
  it('holds writers back from 1 MiB on, until a quarter of that is left', async () => {
    const gate = new OutputGate(() => undefined);
    gate.add(MIB - 1);
    expect(await settles(gate.drained())).toBe(true);
    gate.add(1);
    const waiting = gate.drained();
    expect(await settles(waiting)).toBe(false);
    gate.written(768 * 1024 - 1);
    expect(await settles(waiting)).toBe(false);
    expect(await settles(gate.drained())).toBe(true);
    gate.written(1);
    expect(await settles(waiting)).toBe(true);
    gate.release();
  });

  it('tells each who waits for the writes so far when those are through, in whatever pieces', async () => {
    const gate = new OutputGate(() => undefined);
    expect(await settles(gate.handedOver())).toBe(true);
    gate.add(10);
    const first = gate.handedOver();
    gate.add(5);
    const second = gate.handedOver();
    gate.written(9);
    expect(await settles(first)).toBe(false);
    gate.written(1);
    expect(await settles(first)).toBe(true);
    expect(await settles(second)).toBe(false);
    gate.written(5);
    expect(await settles(second)).toBe(true);
    gate.release();
  });

  it('is overfull above 64 MiB, what Node holds for each write included', () => {
    const gate = new OutputGate(() => undefined);
    gate.add(MAX_QUEUED_BYTES - 512);
    expect(gate.overfull).toBe(false);
    gate.add(1);
    expect(gate.overfull).toBe(true);
    gate.written(1);
    expect(gate.overfull).toBe(false);
    gate.written(MAX_QUEUED_BYTES - 512);
    for (let writes = 0; writes < MAX_QUEUED_BYTES / 513 - 1; writes++) gate.add(1);
    expect(gate.overfull).toBe(false);
    gate.add(1);
    expect(gate.overfull).toBe(true);
    gate.release();
  });

  it('lets everybody go at the end, and holds nobody after it', async () => {
    const gate = new OutputGate(() => undefined);
    gate.add(2 * MIB);
    const waiting = Promise.all([gate.drained(), gate.handedOver()]);
    gate.release();
    expect(await settles(waiting)).toBe(true);
    gate.add(2 * MIB);
    expect(await settles(Promise.all([gate.drained(), gate.handedOver()]))).toBe(true);
  });
});

describe('its alarm', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  function watched(timeoutMs?: number): { gate: OutputGate; stalls: () => number } {
    vi.useFakeTimers();
    let stalls = 0;
    return { gate: new OutputGate(() => stalls++, timeoutMs), stalls: () => stalls };
  }

  it('goes off when bytes are queued and no write has finished for the whole time, five minutes by default', () => {
    const { gate, stalls } = watched();
    gate.add(10);
    vi.advanceTimersByTime(5 * 60_000 - 1);
    expect(stalls()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(stalls()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stays quiet as long as something moves, and comes when it stops', () => {
    const { gate, stalls } = watched(100);
    gate.add(10);
    gate.add(10);
    vi.advanceTimersByTime(50);
    gate.written(10);
    vi.advanceTimersByTime(149);
    expect(stalls()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(stalls()).toBe(1);
  });

  it('rests while nothing is queued, and is armed again by the next write', () => {
    const { gate, stalls } = watched(100);
    gate.add(10);
    gate.written(10);
    vi.advanceTimersByTime(1000);
    expect([stalls(), vi.getTimerCount()]).toEqual([0, 0]);
    gate.add(10);
    vi.advanceTimersByTime(100);
    expect(stalls()).toBe(1);
  });

  it('is off when asked for, and after the end', () => {
    const { gate } = watched(0);
    gate.add(10);
    expect(vi.getTimerCount()).toBe(0);
    const { gate: ended } = watched(100);
    ended.add(10);
    expect(vi.getTimerCount()).toBe(1);
    ended.release();
    ended.add(10);
    expect(vi.getTimerCount()).toBe(0);
  });
});
