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
