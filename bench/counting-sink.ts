import type { ByteSink } from '../src/remoting/call.js';

/** Counts bytes and forgets them. */
export function countingSink(): ByteSink & { count: number } {
  return {
    count: 0,
    write(bytes) {
      this.count += bytes.length;
    },
    end: () => undefined,
  };
}
