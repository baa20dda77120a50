/**
 * Work of many short steps that do not wait, in bounded turns of the event loop: between two turns everything else gets its
 * share, pings are answered and a cancellation arrives.
 */
export class Turns {
  #steps = 0;
  #began = performance.now();

  /** To be awaited before each step: does nothing while the turn lasts, then lets the event loop go round. */
  next(): Promise<void> | undefined {
    if (++this.#steps <= MAX_STEPS && performance.now() - this.#began < TURN_MS) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#steps = 0;
        this.#began = performance.now();
        resolve();
      });
    });
  }
}

/** Short beside what a network adds to a ping; going round costs some hundredths of a millisecond. */
const TURN_MS = 4;
const MAX_STEPS = 100;
