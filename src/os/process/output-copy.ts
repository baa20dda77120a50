/** Passes an output of a process on to a sink: hudson.util.StreamCopyThread. */
import type { ProcessOutput } from './process-output.js';

/** Where output goes. */
export interface OutputSink {
  /** Resolves when more may be written; the process is not read meanwhile. */
  write(bytes: Buffer): Promise<void>;
  flush?(): void;
}

export class OutputCopy {
  /** Resolves when the sink has everything, or when it takes no more. */
  readonly done: Promise<void>;
  /** Resolves when the process's end of the pipe is closed, even if the sink is behind. */
  readonly ended: Promise<void>;

  constructor(
    private readonly source: ProcessOutput,
    private readonly sink: OutputSink,
  ) {
    this.ended = source.ended;
    this.done = this.#run();
  }

  /** Writes something of our own behind the output so far. */
  async append(bytes: Buffer): Promise<void> {
    await this.sink.write(bytes);
  }

  /** Stops listening. */
  abandon(): void {
    this.source.destroy();
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        const piece = await this.source.read();
        if (piece === null) break;
        await this.sink.write(piece);
      }
      this.sink.flush?.();
    } catch {
      // The reader is gone, with the channel or without. As the official agent, let the process find out: closing the
      // pipe below gives it SIGPIPE should it write again.
    } finally {
      this.source.destroy();
    }
  }
}
