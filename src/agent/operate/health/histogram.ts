/** Counts durations by their size, as Prometheus wants them. */

/** Upper bounds in seconds. A callable that waits for a process takes as long as a build. */
export const BOUNDS = [0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 600, 3600] as const;

export class Histogram {
  readonly #counts = new Array<number>(BOUNDS.length + 1).fill(0);
  #sum = 0;

  add(seconds: number): void {
    const index = BOUNDS.findIndex((bound) => seconds <= bound);
    const at = index < 0 ? BOUNDS.length : index;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sum += seconds;
  }

  /** Of all durations, s. */
  get sum(): number {
    return this.#sum;
  }

  /** How many were at most as long as each bound; the last one is all of them. */
  cumulative(): number[] {
    let total = 0;
    return this.#counts.map((count) => (total += count));
  }
}
