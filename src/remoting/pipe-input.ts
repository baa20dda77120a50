/**
 * Reading what the peer pumps to us: the reader's end of a Pipe or of a greedy RemoteInputStream. The chunks arrive in a
 * sink of ours; each is acknowledged when the consumer has taken it, so an idle consumer holds one window at most.
 */
import { ioError } from '../java/java-error.js';
import type { ByteSink, RemoteInput } from './call.js';

interface Pending {
  readonly bytes: Buffer;
  readonly taken: () => void;
}

export class PipeInput implements RemoteInput, ByteSink {
  readonly queues = true;
  retained = false;
  /** Bytes that have arrived. */
  received = 0;
  readonly #chunks: Pending[] = [];
  #ended = false;
  #error: Error | undefined;
  #cancelled = false;
  #wake: (() => void) | undefined;

  constructor(private signal: AbortSignal | undefined) {}

  // The sink's half: called as the peer's commands arrive.

  write(bytes: Buffer): Promise<void> | undefined {
    if (this.#cancelled) throw ioError('Pipe is already closed');
    if (bytes.length === 0) return undefined;
    this.received += bytes.length;
    return new Promise((resolve) => {
      this.#chunks.push({ bytes, taken: resolve });
      this.#wake?.();
    });
  }

  end(error?: Error): void {
    this.#ended = true;
    this.#error = error;
    this.#wake?.();
  }

  // The reader's half.

  retain(): this {
    this.retained = true;
    this.signal = undefined;
    return this;
  }

  cancel(): void {
    this.#cancelled = true;
    for (const chunk of this.#chunks.splice(0)) chunk.taken();
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Buffer> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk) {
          chunk.taken();
          yield chunk.bytes;
        } else if (this.#cancelled) {
          return;
        } else if (this.#ended) {
          if (this.#error) throw this.#error;
          return;
        } else {
          this.signal?.throwIfAborted();
          await this.#arrival();
        }
      }
    } finally {
      this.cancel();
    }
  }

  async #arrival(): Promise<void> {
    const signal = this.signal;
    await new Promise<void>((resolve) => {
      const wake = () => {
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#wake = wake;
      signal?.addEventListener('abort', wake, { once: true });
    });
    this.#wake = undefined;
  }
}
