/**
 * Real pipes for child processes. What Node calls a pipe is a socket pair, and a child cannot open a socket by name:
 * `echo failed > /dev/stderr` and `tee /dev/stdout` fail with ENXIO. Nor can stdout and stderr share one, which is what keeps
 * their lines in order. Named pipes have neither fault. They are made many at a time, so that one run of mkfifo
 * serves many processes, and are unlinked as soon as both ends are open.
 *
 * They are not for input: a process that opens /dev/stdin after we have closed our end would wait for a writer for ever.
 */
import { spawn } from 'node:child_process';
import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const BATCH = 32;

/** The two ends of a pipe that a child writes to, as file descriptors. Our end does not block, the child's does. */
export interface PipeEnds {
  readonly ours: number;
  readonly childs: number;
}

export class FifoPool {
  readonly #ready: string[] = [];
  #filling: Promise<void> | undefined;
  #folder: string | undefined;

  /** @param parent where the named pipes are made, in a folder of their own */
  constructor(private readonly parent: string = os.tmpdir()) {}

  /** Rejects when named pipes cannot be made here. */
  async open(): Promise<PipeEnds> {
    try {
      return openBothEnds(await this.#next());
    } catch (error) {
      // Something cleans up the temporary directory: begin again in a new folder, once.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      this.dispose();
      return openBothEnds(await this.#next());
    }
  }

  /** Removes the folder; pipes that are open stay so. */
  dispose(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    this.#ready.length = 0;
    process.off('exit', this.#dispose);
  }

  readonly #dispose = (): void => this.dispose();

  async #next(): Promise<string> {
    for (;;) {
      const fifo = this.#ready.pop();
      if (fifo !== undefined) return fifo;
      this.#filling ??= this.#fill().finally(() => (this.#filling = undefined));
      await this.#filling;
    }
  }

  async #fill(): Promise<void> {
    if (this.#folder === undefined) {
      this.#folder = await mkdtemp(path.join(this.parent, 'jenkins-agent-pipes-'));
      process.on('exit', this.#dispose);
    }
    const folder = this.#folder;
    const number = ++this.#batches;
    const fifos = Array.from({ length: BATCH }, (_, i) => path.join(folder, `${number}.${i}`));
    await makeFifos(fifos);
    this.#ready.push(...fifos);
  }

  #batches = 0;
}

function makeFifos(fifos: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('mkfifo', ['-m', '600', ...fifos], { stdio: 'ignore' });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`mkfifo ended with ${code ?? 'a signal'}`))));
  });
}

/** A writer that waits for nobody needs a reader to be there, so ours comes first. */
function openBothEnds(fifo: string): PipeEnds {
  const ours = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return { ours, childs: openSync(fifo, constants.O_WRONLY) };
  } catch (error) {
    closeSync(ours);
    throw error;
  } finally {
    rmSync(fifo, { force: true });
  }
}
