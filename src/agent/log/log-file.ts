/** A log file that is written at once: what was logged last before an end is what explains it. */
import { closeSync, openSync } from 'node:fs';
import { writeNow } from '../../os/files/write-now.js';

/** Takes formatted records. */
export interface LogSink {
  write(text: string): void;
  close(): void;
}

/** One file, emptied at the start (java.io.FileOutputStream), as -agentLog wants it. Throws when it cannot be opened. */
export class LogFile implements LogSink {
  readonly #fd: number;

  constructor(path: string) {
    this.#fd = openSync(path, 'w');
  }

  write(text: string): void {
    writeNow(this.#fd, Buffer.from(text));
  }

  close(): void {
    closeSync(this.#fd);
  }
}
