/**
 * What a process writes to one of its outputs. Nothing is read ahead beyond a stream's buffer, so that a slow reader slows
 * the process down.
 *
 * The end is that of java.lang.Process: a descendant may keep the pipe open long after the process has exited, so once it
 * has, what is in the pipe is taken, then one more piece of whatever anybody writes, and that is all
 * (ProcessImpl.ProcessPipeInputStream.processExited closes the pipe under a reader that waits for that piece).
 */
import type { Readable } from 'node:stream';

/** Turns of the event loop without data after which the pipe was empty: one may be half over, one polls the pipe. */
const IDLE_TURNS = 3;

/** A pipe holds 1 MiB at most; more after the exit comes from a descendant that keeps writing. */
const STRAGGLERS_LIMIT = 1024 * 1024;

export class ProcessOutput implements AsyncIterable<Buffer> {
  /** Resolves when everything that will ever come has been read or is at hand. */
  readonly ended: Promise<void>;
  /** Taken from the pipe after the exit and not read yet. */
  readonly #stragglers: Buffer[] = [];
  #state: 'running' | 'draining' | 'lastPiece' | 'ended' = 'running';
  #wake: (() => void) | undefined;
  #resolveEnded: () => void = () => undefined;

  constructor(private readonly source: Readable) {
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    const end = () => this.#end();
    source
      .on('readable', () => this.#readable())
      .on('end', end)
      .on('close', end)
      .on('error', end);
  }

  /** The next bytes; null at the end. One reader at a time. */
  async read(): Promise<Buffer | null> {
    for (;;) {
      const piece = this.#stragglers.shift() ?? (this.#state === 'running' ? this.#pull() : null);
      if (piece !== null) return piece;
      if (this.#state === 'ended') return null;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** To be called when the process has exited. */
  async processExited(): Promise<void> {
    if (this.#state !== 'running') return;
    this.#state = 'draining';
    let size = 0;
    for (let idle = 0; idle < IDLE_TURNS && size < STRAGGLERS_LIMIT && this.#is('draining'); idle++) {
      const piece = this.#pull();
      if (piece !== null) {
        this.#stragglers.push(piece);
        size += piece.length;
        idle = -1;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (this.#is('draining')) this.#state = 'lastPiece';
    this.#readable();
  }

  /** Stops reading: the process gets SIGPIPE if it goes on writing. Idempotent. */
  destroy(): void {
    this.source.destroy();
    this.#end();
  }

  [Symbol.asyncIterator](): AsyncIterator<Buffer, undefined> {
    return {
      next: async () => {
        const value = await this.read();
        return value === null ? { done: true, value: undefined } : { done: false, value };
      },
      // Not a generator's: that would wait for the read under way.
      return: () => {
        this.#stragglers.length = 0;
        this.destroy();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  #readable(): void {
    const piece = this.#state === 'lastPiece' ? this.#pull() : null;
    if (piece !== null) {
      this.#stragglers.push(piece);
      this.destroy();
    }
    this.#wakeReader();
  }

  #end(): void {
    this.#state = 'ended';
    this.#resolveEnded();
    this.#wakeReader();
  }

  #pull(): Buffer | null {
    return this.source.read() as Buffer | null;
  }

  /** As a method, because the state changes behind the compiler's back while a promise is awaited. */
  #is(state: 'draining'): boolean {
    return this.#state === state;
  }

  #wakeReader(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
