/**
 * How much may still be sent to one of the peer's streams: hudson.remoting.PipeWindow. Bytes (or chars, for a writer) in
 * flight are bounded by the window's size; the peer's Ack opens it again.
 */
export const PIPE_WINDOW_SIZE = 1024 * 1024;

/** Larger chunks than half a window would make sender and reader take turns. */
export const MAX_CHUNK = PIPE_WINDOW_SIZE / 2;

export class PipeWindow {
  #available: number;
  #dead: Error | undefined;
  #waiters: (() => void)[] = [];

  constructor(readonly size = PIPE_WINDOW_SIZE) {
    this.#available = size;
  }

  /** Why the peer's end is dead, once it is. */
  get dead(): Error | undefined {
    return this.#dead;
  }

  get idle(): boolean {
    return this.inFlight <= 0;
  }

  /** Sent by whoever writes to this stream, and not acknowledged. */
  get inFlight(): number {
    return this.size - this.#available;
  }

  /** How much of `remaining` may be sent now; 0 means wait, as dribbling out small chunks would cost more than it gains. */
  grant(remaining: number): number {
    const least = Math.min(this.size / 10, remaining);
    return this.#available >= least ? Math.min(remaining, this.#available, MAX_CHUNK) : 0;
  }

  take(amount: number): void {
    this.#available -= amount;
  }

  /** Ack: the peer took `amount`. */
  open(amount: number): void {
    this.#available = Math.min(this.size, this.#available + amount);
    this.#wake();
  }

  /** NotifyDeadWriter, or the end of the channel. */
  die(cause: Error): void {
    this.#dead ??= cause;
    this.#wake();
  }

  /** Resolves at the next Ack, death or abort. */
  async change(signal: AbortSignal | undefined): Promise<void> {
    if (this.#dead || signal?.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        signal?.removeEventListener('abort', done);
        resolve();
      };
      signal?.addEventListener('abort', done, { once: true });
      this.#waiters.push(done);
    });
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
