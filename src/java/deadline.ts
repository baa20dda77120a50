/** Ends for waits: a time that is up, or a signal, whichever comes first. Timers and listeners are gone when the wait is over. */

/** Node's timers hold a signed int of milliseconds, 24 days, and fire at once beyond it; Java's times are longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Runs an action after a time, in ms, however long. Returns what undoes it. */
export function after(ms: number, action: () => void): () => void {
  let left = ms;
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    const part = Math.min(left, LONGEST_TIMER_MS);
    left -= part;
    timer = setTimeout(() => (left > 0 ? arm() : action()), part);
  };
  arm();
  return () => clearTimeout(timer);
}

/** A time by which something has to be done. `end` it when it is. */
export class Deadline {
  readonly #late = new AbortController();
  readonly #cancel: () => void;
  /** Aborted when time is up, with the error that tells it, and when the outer signal is. */
  readonly signal: AbortSignal;

  /**
   * @param late makes the error that tells that time is up
   * @param outer another reason to stop
   */
  constructor(ms: number, late: () => Error, outer?: AbortSignal) {
    this.#cancel = after(ms, () => this.#late.abort(late()));
    this.signal = outer ? AbortSignal.any([outer, this.#late.signal]) : this.#late.signal;
  }

  /** Whether time is up. */
  get hasPassed(): boolean {
    return this.#late.signal.aborted;
  }

  end(): void {
    this.#cancel();
  }
}

/**
 * Does something by a deadline; what it does may go on, but is not waited for any longer.
 * @throws what `late` makes when time is up; the outer signal's reason when that is aborted
 */
export async function byDeadline<T>(
  ms: number,
  late: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const deadline = new Deadline(ms, late, outer);
  try {
    return await untilAborted(work(deadline.signal), deadline.signal);
  } finally {
    deadline.end();
  }
}

/** Waits for a promise, but not past an abort: then the signal's reason is thrown. */
export async function untilAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return promise;
  let onAbort: (() => void) | undefined;
  try {
    return await Promise.race([
      promise,
      new Promise<never>((_resolve, reject) => {
        onAbort = () => reject(signal.reason as Error);
        if (signal.aborted) onAbort();
        else signal.addEventListener('abort', onAbort, { once: true });
      }),
    ]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}

/** Waits for a promise, but no longer than `ms` (then `'timeout'`), and not past an abort (then the signal's reason is thrown). */
export async function within<T>(promise: Promise<T>, ms: number, signal?: AbortSignal): Promise<T | 'timeout'> {
  let cancel: (() => void) | undefined;
  const late = new Promise<'timeout'>((resolve) => (cancel = after(ms, () => resolve('timeout'))));
  try {
    return await untilAborted(Promise.race([promise, late]), signal);
  } finally {
    cancel?.();
  }
}
