/** Watches a running step from the agent's side: FileMonitoringTask$Watcher. */
import { setTimeout as delay } from 'node:timers/promises';
import { deleteRecursive } from '../../os/files/delete.js';
import { fileExists, fileLength, isDirectory } from '../../os/files/attributes.js';
import type { Logger } from '../../remoting/logger.js';
import type { LogListener } from '../../jenkins/listener/log-listener.js';
import { transcodingCharset } from './file-monitoring.js';
import { Heartbeat } from './heartbeat.js';
import { LogTail } from './log-tail.js';
import type { StepExecution } from './step-handler.js';
import type { TaskController } from './task-controller.js';

const PERIOD_MS = 100;
const SOURCE = 'org.jenkinsci.plugins.durabletask.FileMonitoringTask$Watcher run';

export interface Watched {
  readonly task: TaskController;
  readonly execution: StepExecution;
  readonly log: LogListener;
  readonly logger: Logger;
  /** Ends the watch without a word: the channel has ended, or another watch of the same step begins. */
  readonly signal: AbortSignal;
  /** Whether the channel has broken off, so that what was on its way is lost. */
  readonly broken: () => boolean;
}

/**
 * Sends the log as it grows, then the exit code, and deletes the step's files. Never rejects. When the channel ends the files
 * stay: the controller asks for a new watch as soon as it has a channel again.
 */
export async function watch(watched: Watched): Promise<void> {
  const { task, execution, log, logger, signal } = watched;
  try {
    await untilEnd(watched);
  } catch (error) {
    if (signal.aborted) {
      logger.log('FINE', SOURCE, `giving up on watching ${task.directory}`);
    } else {
      logger.log('WARNING', SOURCE, `giving up on watching ${task.directory}`, error);
      // The controller looks by itself now and then; this tells the reader of the build's log why nothing comes.
      await execution.problem(error).catch((cause: unknown) => {
        logger.log('FINE', SOURCE, `cannot report a problem of ${task.directory}`, cause);
      });
    }
  } finally {
    log.release();
    execution.release();
  }
}

async function untilEnd(watched: Watched): Promise<void> {
  const { task, log, signal } = watched;
  const tail = await LogTail.open(task, log, await transcodingCharset(task.charset), signal);
  try {
    await reportUntilEnd(tail, watched);
  } finally {
    tail.close(watched.broken());
  }
}

async function reportUntilEnd(tail: LogTail, watched: Watched): Promise<void> {
  const { task, execution, log, logger, signal } = watched;
  const warn = (message: string): void => logger.log('WARNING', SOURCE, message);
  const output = new Output(tail, watched);
  const heartbeat = task.hasHeartbeat ? new Heartbeat(task, (line) => log.println(line)) : null;
  for (;;) {
    // Before the log: whatever the step wrote is there when its exit code is.
    const code = (await task.exitStatus(warn)) ?? (await heartbeat?.check(performance.now())) ?? null;
    const length = await fileLength(task.logFile);
    await output.sendUpTo(length);
    if (code !== null) {
      await output.end();
      await execution.exited(code, await task.output(signal));
      // The step has ended: what keeps its files from being deleted is no concern of its log.
      await deleteRecursive(task.directory, { signal }).catch((error: unknown) => {
        if (!signal.aborted) logger.log('WARNING', SOURCE, `cannot delete ${task.directory}`, error);
      });
      return;
    }
    // An empty log is the only one that says nothing about its directory.
    if (length === 0n && !(await fileExists(task.logFile)) && !(await isDirectory(task.directory))) {
      warn(`giving up on watching nonexistent ${task.directory}`);
      return;
    }
    await delay(PERIOD_MS, undefined, { signal });
  }
}

/** A log that cannot be written is reported once. The step goes on without, so that its end is noticed. */
class Output {
  #broken = false;

  constructor(
    private readonly tail: LogTail,
    private readonly watched: Watched,
  ) {}

  sendUpTo(length: bigint): Promise<void> {
    return this.#unlessBroken(() => this.tail.sendUpTo(length));
  }

  end(): Promise<void> {
    return this.#unlessBroken(() => this.tail.end());
  }

  async #unlessBroken(write: () => Promise<void>): Promise<void> {
    if (this.#broken) return;
    try {
      await write();
    } catch (error) {
      this.watched.signal.throwIfAborted();
      this.#broken = true;
      await this.watched.execution.problem(error);
    }
  }
}
