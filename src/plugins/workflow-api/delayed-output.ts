import type { Call, OutputProgress, RemoteOutput } from '../../remoting/call.js';
import type { LogSink } from '../../jenkins/listener/log-sink.js';

/** org.jenkinsci.plugins.workflow.log.DelayBufferedOutputStream$Tuning; periods in milliseconds. */
export interface Tuning {
  readonly bufferSize: number;
  readonly minRecurrencePeriod: number;
  readonly maxRecurrencePeriod: number;
  readonly recurrencePeriodBackoff: number;
}

/**
 * Collects small writes: org.jenkinsci.plugins.workflow.log.DelayBufferedOutputStream. What is held goes out when the buffer is
 * full, when it has waited for a period, and when it is flushed; the periods grow while it is used. A flush is passed on to the
 * controller, the other two are not. The stream of the controller's is given back, never closed: others write to it as well.
 */
export class DelayedOutput implements LogSink {
  #held: Buffer[] = [];
  #size = 0;
  #period: number;
  #timer: NodeJS.Timeout | undefined;
  #failure: Error | undefined;
  #released = false;

  constructor(
    private readonly output: RemoteOutput,
    private readonly tuning: Tuning,
    /** Aborted when the channel ends: what is written then would never arrive, and its writer must know. */
    private readonly closed: AbortSignal,
  ) {
    this.#period = tuning.minRecurrencePeriod;
  }

  async write(bytes: Buffer): Promise<void> {
    this.#throwFailure();
    if (bytes.length === 0) return;
    if (this.#released) return this.output.write(bytes);
    if (bytes.length >= this.tuning.bufferSize) {
      const held = this.#sendHeld();
      const sent = this.output.write(bytes);
      // Both are waited for here, whichever fails first: no rejection may go unseen.
      await Promise.all([held, sent]);
      return;
    }
    const sent = this.#size + bytes.length > this.tuning.bufferSize ? this.#sendHeld() : undefined;
    this.#held.push(bytes);
    this.#size += bytes.length;
    this.#timer ??= this.#schedule();
    await sent;
  }

  send(): Promise<void> {
    return this.#sendHeld();
  }

  async flush(): Promise<void> {
    const sent = this.#sendHeld();
    this.output.flush();
    await sent;
  }

  async delivered(signal: AbortSignal): Promise<void> {
    this.#throwFailure();
    await this.#sendHeld();
    await this.output.delivered(signal);
  }

  async handedOver(): Promise<void> {
    this.#throwFailure();
    await this.#sendHeld();
    await this.output.handedOver();
  }

  get progress(): OutputProgress {
    return this.output.progress;
  }

  retain(): void {
    this.output.retain();
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#sendHeld().catch((error: unknown) => this.#fail(error));
    this.output.release();
  }

  follow(call: Call): void {
    void this.#sendHeld().catch((error: unknown) => this.#fail(error));
    call.follow(this.output);
  }

  #sendHeld(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#size === 0) return Promise.resolve();
    const bytes = this.#held.length === 1 ? (this.#held[0] as Buffer) : Buffer.concat(this.#held, this.#size);
    this.#held = [];
    this.#size = 0;
    return this.output.write(bytes);
  }

  /** A failure of a write that nobody waits for reaches the next one who writes. */
  #schedule(): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#sendHeld().catch((error: unknown) => this.#fail(error));
    }, this.#period);
    this.#period = Math.min(
      Math.trunc(this.#period * this.tuning.recurrencePeriodBackoff),
      this.tuning.maxRecurrencePeriod,
    );
    return timer;
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.closed.throwIfAborted();
  }
}
