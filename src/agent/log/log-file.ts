/** A log file that is written at once: what was logged last before an end is what explains it. */
import { closeSync, openSync, writeSync } from 'node:fs';

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
    writeFully(this.#fd, Buffer.from(text));
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** write(2) may take less than it was given, as it does when the disk fills up. */
export function writeFully(fd: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}
