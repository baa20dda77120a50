import { describe, expect, it } from 'vitest';
import { drain } from '../../../src/agent/life/drain.js';
import type { DrainParts } from '../../../src/agent/life/drain.js';

/** What is seen at a time, ms. */
interface Scene {
  readonly timeoutMs?: number;
  readonly quietMs?: number;
  /** Processes run until then. */
  readonly processesUntil?: number;
  /** When the controller asked for something for a build. */
  readonly signs?: readonly number[];
  /** What the controller says: builds, or that it cannot be asked. */
  readonly controller?: (now: number) => readonly string[] | undefined;
  readonly endsAt?: number;
}

async function drained({ timeoutMs = 60_000, quietMs = 2000, processesUntil = 0, signs = [], ...scene }: Scene) {
  let now = 0;
  const said: string[] = [];
  const waited: string[] = [];
  const over = new AbortController();
  const { controller, endsAt = Infinity } = scene;
  const node: DrainParts['node'] = controller && { remainingBuilds: () => Promise.resolve(controller(now)) };
  await drain({
    timeoutMs,
    quietMs,
    local: {
      running: () => Promise.resolve(now < processesUntil ? ['j #1', 'j #1'] : []),
      lastSign: () => signs.findLast((at) => at <= now),
    },
    node,
    over: over.signal,
    say: (line) => said.push(line),
    waiting: (builds) => waited.push(builds.join()),
    now: () => now,
    pause: (milliseconds) => {
      now += milliseconds;
      if (now >= endsAt) over.abort();
      return Promise.resolve();
    },
  });
  return { now, said, waited: [...new Set(waited)] };
}

const NOTHING = 'Draining: nothing runs any more';
const first = (what: string, limit = ' up to 1 minute') =>
  `Draining: waiting${limit} for ${what}; a second signal ends this at once`;

describe('draining by what is seen from here', () => {
  it.each<[string, Scene, number, readonly string[]]>([
    ['nothing runs', {}, 0, []],
    ['no time', { timeoutMs: 0, processesUntil: 1000 }, 0, []],
    ['a build that ends', { processesUntil: 1000 }, 2750, [first('j #1'), NOTHING]],
    [
      'a build that does not',
      { timeoutMs: 2000, processesUntil: 9e9 },
      2000,
      [first('j #1', ' up to 2 seconds'), 'Draining: time is up, still running: j #1'],
    ],
    ['no limit', { timeoutMs: Infinity, processesUntil: 100_000 }, 101_750, [first('j #1', ''), NOTHING]],
    ['a request a moment ago', { signs: [0] }, 2000, [first('2 seconds without a sign of a build'), NOTHING]],
    [
      'requests between processes',
      { signs: [0, 1500, 3000] },
      5000,
      [first('2 seconds without a sign of a build'), NOTHING],
    ],
    ['a life that ends', { processesUntil: 9e9, endsAt: 5000 }, 5000, [first('j #1')]],
  ])('%s', async (_name, scene, until, said) => {
    expect(await drained(scene)).toMatchObject({ now: until, said });
  });
});

describe('draining by what the controller says', () => {
  it('waits for what only the controller sees, and for nothing else', async () => {
    const controller = (now: number) => (now < 20_000 ? ['p #7'] : []);
    expect(await drained({ controller, processesUntil: 9e9 })).toEqual({
      now: 20_000,
      said: [first('p #7'), NOTHING],
      waited: ['p #7', ''],
    });
  });

  it('ends when the controller says that nothing runs, and asks nothing more', async () => {
    expect(await drained({ controller: () => [] })).toMatchObject({ now: 0, said: [] });
    expect(await drained({ controller: () => [], signs: [0, 500], quietMs: 60_000 })).toMatchObject({
      now: 1500,
      said: [],
    });
  });

  it('says when it waits for something else', async () => {
    const controller = (now: number) => (now < 4000 ? ['a #1', 'b #2'] : now < 8000 ? ['b #2'] : []);
    expect((await drained({ controller })).said).toEqual([first('a #1, b #2'), 'Draining: waiting for b #2', NOTHING]);
  });

  it('goes on by the quiet time while the controller cannot be asked, from when it last could', async () => {
    const controller = (now: number) => (now < 10_000 ? ['p #7'] : undefined);
    expect(await drained({ controller, quietMs: 5000 })).toMatchObject({ now: 13_000, said: [first('p #7'), NOTHING] });
  });

  it('believes the controller again when it is back', async () => {
    const controller = (now: number) => (now < 4000 ? ['p #7'] : now < 6000 ? undefined : now < 30_000 ? ['p #7'] : []);
    expect((await drained({ controller, quietMs: 5000 })).now).toBe(30_000);
  });
});
