import { describe, expect, it } from 'vitest';
import { Ending } from '../../../src/agent/life/ending.js';
import type { EndingParts } from '../../../src/agent/life/ending.js';
import { StopRequest } from '../../../src/agent/life/signals.js';

const MINUTE = 60_000;

/** An agent whose clock moves when something waits; it is connected since 0, and idle since the last build. */
function rig(options: Partial<EndingParts['options']>, parts: Partial<EndingParts> = {}) {
  let now = 0;
  const said: string[] = [];
  const requested = new AbortController();
  const ending = new Ending({
    options: { drainTimeout: 0, drainQuiet: 1000, once: false, idleTimeout: undefined, ...options },
    requests: [requested.signal],
    local: { running: () => Promise.resolve([]), lastSign: () => undefined },
    hasBuilt: () => false,
    connectedSince: () => 0,
    say: (line) => said.push(line),
    draining: () => undefined,
    failed: (error) => expect.fail(String(error)),
    now: () => now,
    pause: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
    ...parts,
  });
  const stopped = new Promise<StopRequest>((resolve) => {
    ending.stop.addEventListener('abort', () => resolve(ending.stop.reason as StopRequest));
  });
  return { ending, requested, stopped, said, now: () => now };
}

describe('an agent', () => {
  it('ends at once when it is asked to and nothing is to be waited for', async () => {
    const { requested, stopped } = rig({}, { local: { running: () => Promise.resolve(['j']), lastSign: () => 0 } });
    requested.abort(new StopRequest(143, 'Stopped by SIGTERM'));
    expect((await stopped).exitCode).toBe(143);
  });

  it('that is not connected waits for nobody', async () => {
    const node = { begin: () => expect.fail(), leave: () => Promise.resolve() };
    const { ending, requested, stopped, said } = rig({ drainTimeout: MINUTE }, { connectedSince: () => undefined });
    ending.node = node as unknown as NonNullable<Ending['node']>;
    requested.abort(new StopRequest(143, 'Stopped by SIGTERM'));
    await stopped;
    expect(said).toEqual([]);
  });

  it('waits for its builds without a limit when that is what it is asked for', async () => {
    let polls = 0;
    const local = { running: () => Promise.resolve(polls++ < 1000 ? ['j #1'] : []), lastSign: () => undefined };
    const { requested, stopped, said } = rig({ drainTimeout: 0 }, { local });
    requested.abort(new StopRequest(0, 'no longer in the configuration', true));
    expect((await stopped).exitCode).toBe(0);
    expect(said[0]).toBe('Draining: waiting for j #1; a second signal ends this at once');
  });

  it('ends after one build', async () => {
    let built = false;
    const { stopped, said } = rig({ once: true }, { hasBuilt: () => built, connectedSince: () => ((built = true), 0) });
    expect(await stopped).toMatchObject({ exitCode: 0, message: 'One build is done (-once)' });
    expect(said).toContain('A build has begun: the agent ends when it is done, and takes no other (-once)');
  });

  it('ends when it has been idle for long enough, since it was connected or had a build', async () => {
    const clock = { now: 0 };
    const { stopped, now } = rig(
      { idleTimeout: 10 * MINUTE },
      {
        local: {
          running: () => Promise.resolve(clock.now < 2 * MINUTE ? ['j #1'] : []),
          lastSign: () => Math.min(clock.now, 3 * MINUTE),
        },
        now: () => clock.now,
        pause: (milliseconds) => {
          clock.now += milliseconds;
          return Promise.resolve();
        },
      },
    );
    expect(await stopped).toMatchObject({ exitCode: 0, message: 'Idle for 10 minutes (-idleTimeout)' });
    expect(clock.now).toBe(13 * MINUTE);
    expect(now()).toBe(0);
  });

  it('is not idle while the controller says that it builds', async () => {
    const clock = { now: 0 };
    const { ending, stopped } = rig(
      { idleTimeout: MINUTE },
      {
        now: () => clock.now,
        pause: (milliseconds) => {
          clock.now += milliseconds;
          return Promise.resolve();
        },
      },
    );
    const builds = () => Promise.resolve(clock.now < 5 * MINUTE ? ['p #7'] : []);
    ending.node = { builds, remainingBuilds: builds } as unknown as NonNullable<Ending['node']>;
    await stopped;
    expect(clock.now).toBeGreaterThanOrEqual(6 * MINUTE - 10_000);
    expect(clock.now).toBeLessThanOrEqual(6 * MINUTE + 10_000);
  });
});

it('-once sees a build of a few seconds that starts no process, by the controller', async () => {
  const clock = { now: 0 };
  const { ending, stopped } = rig(
    { once: true },
    {
      now: () => clock.now,
      pause: (milliseconds) => {
        clock.now += milliseconds;
        return Promise.resolve();
      },
    },
  );
  const builds = () => Promise.resolve(clock.now >= 4000 && clock.now < 7000 ? ['p #7'] : []);
  ending.node = { builds, remainingBuilds: builds } as unknown as NonNullable<Ending['node']>;
  expect((await stopped).message).toBe('One build is done (-once)');
});
