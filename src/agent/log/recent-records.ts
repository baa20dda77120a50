import type { LogRecord } from './log-format.js';

/** The newest records, for the controller's page of agent logs (hudson.util.RingBufferLogHandler holds 256). */
export class RecentRecords {
  readonly #records: LogRecord[] = [];
  #next = 0;

  constructor(private readonly capacity = 256) {}

  add(record: LogRecord): void {
    this.#records[this.#next] = record;
    this.#next = (this.#next + 1) % this.capacity;
  }

  /** The newest first. */
  list(): LogRecord[] {
    return [...this.#records.slice(this.#next), ...this.#records.slice(0, this.#next)].reverse();
  }
}
