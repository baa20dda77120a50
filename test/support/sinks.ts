import type { ByteSink } from '../../src/remoting/call.js';

export interface CollectingSink extends ByteSink {
  bytes(): Buffer;
  ended: boolean;
  error: Error | undefined;
}

/** A sink that keeps what it is given. */
export function collectingSink(): CollectingSink {
  const chunks: Buffer[] = [];
  return {
    ended: false,
    error: undefined,
    bytes: () => Buffer.concat(chunks),
    write(bytes) {
      chunks.push(Buffer.from(bytes));
    },
    end(error) {
      this.ended = true;
      this.error = error;
    },
  };
}

/** A turn of the event loop. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits for something that a turn of the event loop will bring. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await settled();
}

/** A sink that is slow: what it is given waits until the test lets it go on, and may fail then. */
export class SlowSink implements ByteSink {
  /** What was begun, in order: `write abc`, `flush`, `end`, `end: message of the error`. */
  readonly begun: string[] = [];
  readonly #waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  write(bytes: Buffer): Promise<void> {
    this.begun.push(`write ${bytes.toString()}`);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  flush(): void {
    this.begun.push('flush');
  }

  end(error?: Error): void {
    this.begun.push(error ? `end: ${error.message}` : 'end');
  }

  /** Finishes the oldest write that waits. */
  proceed(): void {
    this.#oldest().resolve();
  }

  fail(error: Error): void {
    this.#oldest().reject(error);
  }

  #oldest(): { resolve: () => void; reject: (error: Error) => void } {
    const oldest = this.#waiting.shift();
    if (!oldest) throw new Error('no write waits');
    return oldest;
  }
}
