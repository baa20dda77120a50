/** Pings the controller at intervals (hudson.remoting.PingThread) until the channel ends or an answer stays away. */

import { after } from '../../java/deadline.js';

export interface PingTimers {
  readonly now: () => number;
  /** Returns what undoes it. */
  readonly after: (milliseconds: number, action: () => void) => () => void;
}

export const realTimers: PingTimers = {
  now: () => performance.now(),
  after,
};

export interface PingLoopOptions {
  /** One ping: resolves with the answer; to be given up on abort. */
  readonly ping: (signal: AbortSignal) => Promise<unknown>;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Asked at each interval whether to ping; default: yes. */
  readonly isDue?: () => boolean;
  /** Asked when an answer is late: whether there are other signs of life, so that it may come for as long again. */
  readonly isAlive?: () => boolean;
  /** Called once, when a ping failed or was not answered in time. The loop has then ended. */
  readonly onDead: (error: Error) => void;
  /** Ends the loop. */
  readonly signal: AbortSignal;
  readonly timers?: PingTimers;
}

/** Runs until the signal is aborted or a ping fails. Never rejects. Intervals count from start to start. */
export async function pingLoop(options: PingLoopOptions): Promise<void> {
  const { intervalMs, signal, timers = realTimers } = options;
  const ended = (): boolean => signal.aborted;
  while (!ended()) {
    const started = timers.now();
    const failure = options.isDue?.() === false ? undefined : await pingOnce(options, timers);
    if (ended()) return;
    if (failure) {
      options.onDead(failure);
      return;
    }
    await pause(intervalMs - (timers.now() - started), signal, timers);
  }
}

/** The reason why the controller counts as gone, undefined when it answered. */
async function pingOnce(options: PingLoopOptions, timers: PingTimers): Promise<Error | undefined> {
  const { ping, timeoutMs, signal, isAlive } = options;
  const late = new AbortController();
  let cancel = (): void => undefined;
  const wait = (): void => {
    cancel = timers.after(timeoutMs, () => {
      if (isAlive?.() === true) wait();
      else late.abort(new Error(`No answer to a ping within ${timeoutMs} ms`));
    });
  };
  wait();
  try {
    await ping(AbortSignal.any([signal, late.signal]));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    cancel();
  }
}

function pause(milliseconds: number, signal: AbortSignal, { after }: PingTimers): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = after(Math.max(0, milliseconds), end);
    signal.addEventListener('abort', end, { once: true });
  });
}
