import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { listening, watchSilence } from '../../../src/agent/connect/silence-watch.js';
import type { CommandListener } from '../../../src/remoting/command-transport.js';
import { Clock } from './clock.js';

describe('listening', () => {
  it('knows whether something came since it was asked last, and passes everything on', async () => {
    let inner: CommandListener | undefined;
    const calls: string[] = [];
    const { transport, heard } = listening({
      name: 'T',
      start: (listener) => (inner = listener),
      send: (command) => calls.push(`send ${command.length}`),
      drained: () => Promise.resolve(calls.push('drained')).then(() => undefined),
      handedOver: () => Promise.resolve(calls.push('handedOver')).then(() => undefined),
      close: (grace) => Promise.resolve(calls.push(`close ${grace}`)).then(() => undefined),
      destroy: (error) => calls.push(`destroy ${error?.message}`),
    });
    transport.start({ command: (bytes) => calls.push(`command ${bytes.length}`), end: () => calls.push('end') });
    expect([heard(), heard()]).toEqual([true, false]);
    inner?.command(Buffer.alloc(3));
    expect([heard(), heard()]).toEqual([true, false]);
    inner?.end();
    transport.send(Buffer.alloc(2));
    await transport.drained();
    await transport.handedOver();
    await transport.close(7);
    transport.destroy(new Error('x'));
    expect(transport.name).toBe('T');
    expect(calls).toEqual(['command 3', 'end', 'send 2', 'drained', 'handedOver', 'close 7', 'destroy x']);
  });
});

it('takes output that leaves for a sign of life', () => {
  let isMoving = true;
  const nothing = (): Promise<void> => Promise.resolve();
  const { heard } = listening({
    name: 'T',
    start: () => undefined,
    send: () => undefined,
    drained: nothing,
    handedOver: nothing,
    isMoving: () => isMoving,
    close: nothing,
    destroy: () => undefined,
  });
  expect([heard(), heard()]).toEqual([true, true]);
  isMoving = false;
  expect(heard()).toBe(false);
});

describe('watchSilence', () => {
  const start = (answer: (signal: AbortSignal) => Promise<unknown>) => {
    const clock = new Clock();
    const stop = new AbortController();
    const state = { heard: true, pings: 0, dead: [] as string[] };
    const done = watchSilence({
      heard: () => {
        const was = state.heard;
        state.heard = false;
        return was;
      },
      ping: (signal) => {
        state.pings++;
        return answer(signal);
      },
      onDead: ({ message }) => state.dead.push(message),
      signal: stop.signal,
      timers: clock,
    });
    return { clock, state, stop, done };
  };

  it('asks nothing while something comes', async () => {
    const { clock, state, stop, done } = start(() => Promise.resolve());
    for (let minute = 0; minute < 10; minute++) {
      state.heard = true;
      await clock.advance(20_000);
    }
    expect(state).toMatchObject({ pings: 0, dead: [] });
    stop.abort();
    await done;
  });

  it('waits for an answer as long as there are other signs of life', async () => {
    const { clock, state, done } = start(async (signal) => {
      await once(signal, 'abort');
      throw signal.reason;
    });
    await clock.advance(60_000);
    for (let minute = 0; minute < 10; minute++) {
      state.heard = true;
      await clock.advance(55_000);
    }
    expect(state).toMatchObject({ pings: 1, dead: [] });
    await clock.advance(55_000);
    expect(state.dead).toEqual(['No answer to a ping within 55000 ms']);
    await done;
  });

  it('notices a peer that says nothing within two minutes, and only asks once', async () => {
    const { clock, state, done } = start(async (signal) => {
      await once(signal, 'abort');
      throw signal.reason;
    });
    await clock.advance(60_000);
    expect(state).toMatchObject({ pings: 1, dead: [] });
    await clock.advance(60_000);
    expect(state.dead).toEqual(['No answer to a ping within 55000 ms']);
    await done;
    expect(state.pings).toBe(1);
  });

  it('goes on when the question is answered', async () => {
    const { clock, state, stop, done } = start(() => {
      state.heard = true;
      return Promise.resolve();
    });
    await clock.advance(600_000);
    expect(state.dead).toEqual([]);
    expect(state.pings).toBeGreaterThan(5);
    expect(state.pings).toBeLessThan(15);
    stop.abort();
    await done;
  });
});
