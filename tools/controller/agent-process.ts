/** An agent as a process of its own, started against an embedded controller. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { processCost } from './process-cost.js';
import type { ProcessCost } from './process-cost.js';
import { byDeadline } from '../../src/java/deadline.js';

/** How much of what the agent printed is kept: the end of it, for error messages. */
const KEPT_OUTPUT = 64 * 1024;
const STOP_MS = 10_000;

export class AgentProcess {
  /** performance.now() of its start. */
  readonly startedAt: number;
  /** How it ended: `exit code 0` or `signal SIGTERM`. */
  readonly exited: Promise<string>;
  #output = '';

  private constructor(private readonly child: ChildProcess) {
    this.startedAt = performance.now();
    const keep = (text: string) => (this.#output = (this.#output + text).slice(-KEPT_OUTPUT));
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(code === null ? `signal ${signal}` : `exit code ${code}`));
    });
  }

  /** Starts a command. A command that cannot be started shows in `exited`. */
  static start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): AgentProcess {
    return new AgentProcess(spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env }));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** What it printed on both streams, the last 64 KB. */
  get output(): string {
    return this.#output;
  }

  /** What it has used so far; undefined where the platform does not tell. */
  get cost(): ProcessCost | undefined {
    return this.child.pid === undefined ? undefined : processCost(this.child.pid);
  }

  /** Waits for something that needs the agent alive; rejects with its output when it ends instead. */
  async expect<T>(what: string, promise: Promise<T>): Promise<T> {
    const ended = this.exited.then((how) => {
      throw new Error(`The agent ended (${how}) before ${what}. It said:\n${this.#output}`);
    });
    return Promise.race([promise, ended]);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it: SIGTERM, and SIGKILL when that was not enough. Resolves with how it ended. */
  async stop(): Promise<string> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      await byDeadline(
        STOP_MS,
        () => new Error('still there'),
        () => once(this.child, 'exit'),
      ).catch(() => this.child.kill('SIGKILL'));
    }
    return this.exited;
  }
}
