/** A process that we started: hudson.Proc.LocalProc. */
import type { ChildProcess } from 'node:child_process';
import os from 'node:os';
import { JavaError } from '../../java/java-error.js';
import { untilAborted, within } from '../../java/deadline.js';
import { killProcess } from './process-tree/index.js';
import type { Vetoes } from './process-tree/index.js';
import type { EnvVars } from './environment.js';
import { forgetLaunched, rememberLaunched, wasKilled } from './launched-processes.js';
import { tellEnded, tellStarted } from './launch-watch.js';
import type { OutputCopy } from './output-copy.js';
import type { Pipes } from './stdio.js';

/** How long an exited process's descendants may keep its output open before we stop listening. */
const LEAK_PATIENCE_MS = 10_000;

const LEAK_MESSAGE =
  'Process leaked file descriptors. See https://www.jenkins.io/redirect/troubleshooting/process-leaked-file-descriptors for more information';

export interface LocalProcessParts {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly pipes: Pipes;
  /** The variable that marks the process and its descendants. */
  readonly cookie: readonly [name: string, value: string];
  /** What the process was started with. */
  readonly environment: EnvVars;
  /** Milliseconds since 1970, not later than it really was. */
  readonly startedAt: number;
  /** Names of variables that its script gives to what it leaves behind; see set-anew.ts. */
  readonly setAnew?: Promise<ReadonlySet<string>> | undefined;
  readonly warn: ((message: string) => void) | undefined;
  /** Copies of outputs to sinks under way: stdout's first. */
  readonly copies: readonly OutputCopy[];
  /** Who may object when it is killed. */
  readonly vetoes: Vetoes | undefined;
}

export class LocalProcess {
  readonly pid: number;
  /** Exit code as java.lang.Process.waitFor gives it: 128 + n for signal n. */
  readonly exited: Promise<number>;
  /** Resolves when everything the process wrote has been passed on, or given up. */
  readonly copied: Promise<void>;
  #alive = true;

  constructor(private readonly parts: LocalProcessParts) {
    const { child, pipes, copies } = parts;
    this.pid = parts.pid;
    rememberLaunched(this.pid, parts.environment, parts.startedAt, parts.setAnew);
    tellStarted(this.pid, child.spawnfile, parts.environment);
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#alive = false;
        const ended = exitCode(code, signal, wasKilled(this.pid));
        resolve(ended);
        forgetLaunched(this.pid);
        tellEnded(this.pid, ended, parts.startedAt, parts.environment);
        pipes.stdin?.destroy();
        void pipes.stdout?.processExited();
        void pipes.stderr?.processExited();
      });
    });
    this.copied = Promise.all(copies.map((copy) => copy.done)).then(() => undefined);
  }

  /** Our ends of the pipes that the caller asked for. */
  get pipes(): Pipes {
    return this.parts.pipes;
  }

  isAlive(): boolean {
    return this.#alive;
  }

  /**
   * Waits for the process to exit and for its output to be passed on. When a descendant holds the output open, gives up
   * after ten seconds and says so in the output. Cut off by `signal`, it kills the process and throws the signal's reason.
   */
  async join(signal?: AbortSignal): Promise<number> {
    const { copies } = this.parts;
    try {
      const code = await untilAborted(this.exited, signal);
      // Only a pipe that is still open counts as leaked. A slow reader is waited for, however long it takes.
      const patience = copies.map((copy) => within(copy.ended, LEAK_PATIENCE_MS, signal));
      const ended = (await Promise.all(patience)).every((result) => result !== 'timeout');
      if (!ended) await this.#abandonLeak();
      await untilAborted(this.copied, signal);
      return code;
    } catch (error) {
      if (signal?.aborted === true) await this.#destroy();
      throw error;
    }
  }

  /** Kills the process with all its descendants and waits as `join` does. */
  async kill(signal?: AbortSignal): Promise<void> {
    await this.#destroy(signal);
    await this.join(signal);
  }

  async #destroy(signal?: AbortSignal): Promise<void> {
    const { cookie, vetoes } = this.parts;
    await killProcess(this.#alive ? this.pid : undefined, [cookie], signal, vetoes);
  }

  async #abandonLeak(): Promise<void> {
    this.parts.warn?.(LEAK_MESSAGE);
    const [stdout] = this.parts.copies;
    await stdout?.append(Buffer.from(`${LEAK_MESSAGE}\n`));
    for (const copy of this.parts.copies) copy.abandon();
  }
}

function exitCode(code: number | null, signal: NodeJS.Signals | null, killed: boolean): number {
  // winp gives those that it terminates -1, Node 1.
  if (process.platform === 'win32' && killed && code === 1) return -1;
  if (signal !== null) return 128 + os.constants.signals[signal];
  if (code !== null) return code;
  throw new JavaError('java.lang.IllegalStateException', 'the process ended with neither a code nor a signal');
}
