/** Whether a shell step is still alive: its wrapper touches the log as long as the script runs. */
import { fileExists, lastModified } from '../../os/files/attributes.js';
import { writeFile } from '../../os/files/write-file.js';
import type { TaskController } from './task-controller.js';

const SHELL = 'org.jenkinsci.plugins.durabletask.BourneShellScript';

/** How often to look, and by how much the log must have become younger meanwhile, in milliseconds. */
const CHECK_INTERVAL_MS = 300_000;
const MINIMUM_DELTA_MS = 2_000n;

/** BourneShellScript$ShellController.exitStatus, the part of it that notices a wrapper that is gone. */
export class Heartbeat {
  #lastCheck: number | undefined;
  #checkedTimestamp = 0n;

  constructor(
    private readonly task: TaskController,
    private readonly println: (line: string) => Promise<void>,
    private readonly interval = CHECK_INTERVAL_MS,
  ) {}

  /**
   * An exit code when the step must be given up: -2 when it never started, -1 when it vanished; else null.
   * @param now monotonic, in milliseconds
   */
  async check(now: number): Promise<number | null> {
    this.#lastCheck ??= now;
    if (now - this.#lastCheck <= this.interval) return null;
    this.#lastCheck = now;
    const timestamp = await lastModified(this.task.logFile);
    if (timestamp === 0n) return this.#neverStarted();
    const before = this.#checkedTimestamp;
    if (before > 0n && timestamp < before) await this.println(`apparent clock skew in ${this.task.directory}`);
    else if (before > 0n && timestamp < before + MINIMUM_DELTA_MS) {
      if (!(await fileExists(this.task.pidFile))) return this.#vanished();
      const file = this.task.pidFile;
      await this.println(`still have ${file} so heartbeat checks unreliable; process may or may not be alive`);
    }
    this.#checkedTimestamp = timestamp;
    return null;
  }

  async #neverStarted(): Promise<number> {
    await this.println(`process apparently never started in ${this.task.directory}`);
    await this.println(
      `(running Jenkins temporarily with -D${SHELL}.LAUNCH_DIAGNOSTICS=true might make the problem clearer)`,
    );
    return this.#record(-2);
  }

  async #vanished(): Promise<number> {
    await this.println(`wrapper script does not seem to be touching the log file in ${this.task.directory}`);
    await this.println(
      'This may occur if the durable task process was terminated externally, for example by interrupting an interactive terminal session running the agent since the interrupt can terminate forked durable task processes.',
    );
    await this.println(
      `(JENKINS-48300: if on an extremely laggy filesystem, consider -D${SHELL}.HEARTBEAT_CHECK_INTERVAL=86400)`,
    );
    return this.#record(-1);
  }

  /** Other checks of the same step then find it, too. */
  async #record(code: number): Promise<number> {
    await writeFile(this.task.resultFile, Buffer.from(String(code)));
    return code;
  }
}
