import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { waitForRetry } from '../../../src/agent/swarm/back-off.js';
import { labelChanges, watchLabels } from '../../../src/agent/swarm/labels-file.js';
import type { LabelChanges } from '../../../src/agent/swarm/labels-file.js';
import { uniqueId } from '../../../src/agent/swarm/unique-id.js';

describe('the wait before another attempt', () => {
  const seconds = (backOff: 'none' | 'linear' | 'exponential') =>
    [0, 1, 2, 3, 4].map((retry) =>
      waitForRetry(retry, { backOff, interval: 10, maxInterval: 60, limit: undefined, onceConnected: false }),
    );

  it('grows as it was told to', () => {
    expect(seconds('none')).toEqual([10, 10, 10, 10, 10]);
    expect(seconds('linear')).toEqual([10, 20, 30, 40, 50]);
    expect(seconds('exponential')).toEqual([10, 20, 40, 60, 60]);
  });
});

describe('what makes a name unique', () => {
  const card = (address: string, mac: string) => ({ address, mac }) as never;

  it('is of the folder, the addresses and the hardware, in whatever order they are told', () => {
    const [a, b] = [card('10.0.0.1', '02:00'), card('fe80::1', '02:01')];
    const id = uniqueId('/w', { eth0: [a, b], lo: [a] });
    expect(id).toMatch(/^[0-9a-f]{8}$/);
    expect(uniqueId('/w', { lo: [a], eth0: [b, a] })).toBe(id);
    expect(uniqueId('/x', { eth0: [a, b] })).not.toBe(id);
    expect(uniqueId('/w', { eth0: [a] })).not.toBe(id);
  });
});

describe('the file of labels', () => {
  it('changes what it named before, and nothing else', () => {
    expect(labelChanges(['a', 'b', 'typed'], ['b', 'c'], ['typed'])).toEqual({ added: ['c'], removed: ['a'] });
  });

  it('is looked at again and again; what fails is tried again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'labels-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'labels');
    const over = new AbortController();
    const changed: LabelChanges[] = [];
    const warned: string[] = [];
    let fails = true;
    const watched = watchLabels({
      path,
      labels: ['a'],
      typed: [],
      everyMs: 5,
      over: over.signal,
      warn: (line) => warned.push(line),
      change: (changes) => {
        if (fails) return Promise.reject(new Error('not now'));
        changed.push(changes);
        return Promise.resolve();
      },
    });
    await expect.poll(() => warned[0]).toContain('ENOENT');
    await writeFile(path, ' b\n\tc ');
    await expect.poll(() => warned.at(-1)).toBe(`The labels of ${path} are not taken over: not now`);
    fails = false;
    await expect.poll(() => changed).toEqual([{ added: ['b', 'c'], removed: ['a'] }]);
    await writeFile(path, 'c');
    await expect.poll(() => changed.at(-1)).toEqual({ added: [], removed: ['b'] });
    over.abort();
    await watched;
  });
});
