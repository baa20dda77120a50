/**
 * Real pipes for the outputs of child processes. What Node calls a pipe is a socket pair, and a child cannot open a socket
 * by name: `echo failed > /dev/stderr` and `tee /dev/stdout` fail with ENXIO. Nor can stdout and stderr share one, which is
 * what keeps their lines in order. Named pipes have neither fault. They are made a few at a time, so that one run of mkfifo
 * serves many processes, and while processes run rather than when one waits to be started; their names are gone before
 * anybody uses them.
 *
 * They are not for input: a process that opens /dev/stdin after we have closed our end would wait for a writer for ever.
 */
import { spawn } from 'node:child_process';
import { closeSync, constants, openSync, unlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** How many pipes are made at a time: at least this many, for more when more are waited for. */
const LEAST = 48;
const MOST = 64;

/** With fewer than this in store, more are made: a moment later, when the process that the last ones are for has started. */
const LOW = 8;
const MOMENT_MS = 5;

/** The two ends of a pipe that a child writes to, as file descriptors. Our end does not block, the child's does. */
export interface PipeEnds {
  readonly ours: number;
  readonly childs: number;
}

export class FifoPool {
  readonly #ready: PipeEnds[] = [];
  #waiting = 0;
  #filling: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param parent where the named pipes are made, in a folder that is gone afterwards */
  constructor(private readonly parent: string = os.tmpdir()) {}

  /** A pipe, the caller's to close. Rejects when named pipes cannot be made here. */
  async open(): Promise<PipeEnds> {
    this.#waiting++;
    try {
      for (;;) {
        const pipe = this.#ready.pop();
        if (pipe) {
          if (this.#ready.length < LOW) this.#timer ??= setTimeout(() => this.#refill(), MOMENT_MS).unref();
          return pipe;
        }
        await this.#filled();
      }
    } finally {
      this.#waiting--;
    }
  }

  /** Closes the pipes that nobody took. */
  dispose(): void {
    clearTimeout(this.#timer);
    for (const pipe of this.#ready.splice(0)) closePipe(pipe);
  }

  #filled(): Promise<void> {
    return (this.#filling ??= this.#fill().finally(() => (this.#filling = undefined)));
  }

  /** A failure is left to whoever finds none: they try again. */
  #refill(): void {
    this.#timer = undefined;
    if (this.#ready.length < LOW) this.#filled().catch(() => undefined);
  }

  async #fill(): Promise<void> {
    const folder = await mkdtemp(path.join(this.parent, 'jenkins-agent-pipes-'));
    try {
      const count = Math.min(MOST, Math.max(LEAST, this.#waiting));
      const fifos = Array.from({ length: count }, (_, i) => path.join(folder, String(i)));
      await makeFifos(fifos);
      for (const fifo of fifos) {
        this.#ready.push(openBothEnds(fifo));
        unlinkSync(fifo);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

export function closePipe({ ours, childs }: PipeEnds): void {
  closeSync(ours);
  closeSync(childs);
}

function makeFifos(fifos: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('mkfifo', ['-m', '600', ...fifos], { stdio: 'ignore' });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`mkfifo ended with ${code ?? 'a signal'}`))));
  });
}

/** The child's end blocks, and so must its opening: on Linux of the very pipe that has a reader, whatever has its name by now. */
function writersPath(fifo: string, ours: number): string {
  return process.platform === 'linux' ? `/proc/self/fd/${ours}` : fifo;
}

/** A writer that waits for nobody needs a reader to be there, so ours comes first. */
function openBothEnds(fifo: string): PipeEnds {
  const ours = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return { ours, childs: openSync(writersPath(fifo, ours), constants.O_WRONLY) };
  } catch (error) {
    closeSync(ours);
    throw error;
  }
}
