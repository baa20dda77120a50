/**
 * The sh step of a Pipeline, as the durable-task plugin runs it: a script that goes on whatever becomes of the agent, and a log
 * that is polled by the controller or pushed by the agent. The methods take the channel of the moment: a step survives it.
 */
import { randomBytes } from 'node:crypto';
import type { ByteSink } from '../../../src/remoting/call.js';
import type { Channel } from '../../../src/remoting/channel.js';
import { exportObject, exportOutput } from '../../../src/remoting/exports.js';
import { throwableToError } from '../../../src/remoting/failure.js';
import { JavaArray, JavaObject } from '../../../src/serial/model.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { intAnswer, nullAnswer } from './answers.js';
import * as classes from './durable-step-classes.js';
import { FilePath } from './file-path.js';
import { killProcesses, launch } from './launch.js';

export interface ShellStep {
  /** Absolute path on the agent's machine. */
  readonly workspace: string;
  readonly script: string;
  /** Whether the script's standard output is to be the step's value instead of going to the log. */
  readonly returnStdout?: boolean;
}

export interface StepEnd {
  readonly exitCode: number;
  /** What `returnStdout` captured. */
  readonly output: Buffer | null;
}

export interface WatchOptions {
  /** Decorators of the log: a java.util.List. */
  readonly decorators?: JavaObject;
  /** Gets what the agent reports as problems. */
  readonly problem?: (error: Error) => void;
}

export class DurableStep {
  /** How much of the log polls have received, in bytes. */
  lastLocation = 0n;

  /** @param task the controller's object of the step: a FileMonitoringTask$FileMonitoringController */
  constructor(
    readonly workspace: string,
    readonly controlDirectory: string,
    readonly cookie: string,
    private readonly task: JavaObject,
  ) {}

  /** Starts the script. Rejects when it cannot be started. */
  static async start(channel: Channel, { workspace, script, returnStdout = false }: ShellStep): Promise<DurableStep> {
    const id = randomBytes(4).toString('hex');
    const directory = `${workspace}@tmp/durable-${id}`;
    const cookie = `durable-${id}${randomBytes(28).toString('hex')}`;
    const step = new DurableStep(workspace, directory, cookie, classes.shellController(directory, cookie));
    await new FilePath(channel, workspace).mkdirs();
    await step.#file(channel, 'script.sh').write(script);
    const process = await launch(channel, {
      command: ['nohup', 'sh', '-c', step.#wrapper(returnStdout).replaceAll('$', '$$$$')],
      env: { JENKINS_SERVER_COOKIE: 'please-do-not-kill-me' },
      workDir: workspace,
      console: { write: () => undefined, end: () => undefined },
      quiet: true,
    });
    await process.join();
    process.release();
    return step;
  }

  /** What is new in the log, as a poll gets it. Counted as received is what arrived, also when the channel ends meanwhile. */
  async writeLog(channel: Channel, sink: ByteSink): Promise<void> {
    const counting: ByteSink = {
      write: (bytes) => {
        this.lastLocation += BigInt(bytes.length);
        return sink.write(bytes);
      },
      end: () => undefined,
    };
    const callable = classes.WRITE_LOG.create({
      lastLocation: this.lastLocation,
      sink: exportOutput(channel, counting),
    });
    nullAnswer(await this.#file(channel, 'jenkins-log.txt').act(callable));
  }

  /** The exit code, or null. */
  async status(channel: Channel): Promise<number | null> {
    const answer = await this.#file(channel, 'jenkins-result.txt').act(classes.STATUS_CHECK.create({}));
    return answer === null ? null : intAnswer(answer);
  }

  /** Polls until the script has ended; gives its exit code. Leaves the files. */
  async poll(channel: Channel, sink: ByteSink, pauseMs = 50): Promise<number> {
    for (;;) {
      await this.writeLog(channel, sink);
      const code = await this.status(channel);
      if (code !== null) {
        await this.writeLog(channel, sink);
        return code;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** Has the agent push the log; resolves when it reports the end. Rejects when the channel ends before. */
  async watch(channel: Channel, sink: ByteSink, options: WatchOptions = {}): Promise<StepEnd> {
    const ended = new Promise<StepEnd>((resolve, reject) => {
      const closed = (): void => reject(channel.closed.reason as Error);
      channel.closed.addEventListener('abort', closed, { once: true });
      const execution = exportObject(channel, {
        interfaces: [classes.EXECUTION_REMOTABLE],
        invoke: (method, _types, args) => {
          if (method === 'problem') options.problem?.(throwableToError(args[0]));
          else resolve(endOf(method, args));
          return null;
        },
        released: () => channel.closed.removeEventListener('abort', closed),
      });
      const log = exportOutput(channel, { write: (bytes) => sink.write(bytes), end: () => undefined });
      const listener = classes.stepListener(log, options.decorators);
      const callable = classes.START_WATCHING.create({
        controller: this.task,
        handler: classes.handler(execution, listener),
        listener,
      });
      // What keeps it from being watched is reported to the step as well, and that is what counts.
      new FilePath(channel, this.workspace).act(callable).catch(() => undefined);
    });
    return ended;
  }

  /** Interrupts the script. */
  async stop(channel: Channel): Promise<void> {
    await killProcesses(channel, { JENKINS_SERVER_COOKIE: this.cookie });
  }

  async cleanUp(channel: Channel): Promise<void> {
    await new FilePath(channel, this.controlDirectory).deleteRecursive();
  }

  #file(channel: Channel, name: string): FilePath {
    return new FilePath(channel, `${this.controlDirectory}/${name}`);
  }

  /** Runs the script in the background, touches the log while it runs, and puts its exit code where polls look for it. */
  #wrapper(returnStdout: boolean): string {
    const [dir, script] = [this.controlDirectory, `${this.controlDirectory}/script.sh`];
    const [log, result] = [`${dir}/jenkins-log.txt`, `${dir}/jenkins-result.txt`];
    const output = returnStdout ? `> '${dir}/output.txt' 2> '${log}'` : `> '${log}' 2>&1`;
    const touching = `{ while [ -d '${dir}' -a \\! -f '${result}' ]; do touch '${log}'; sleep 3; done } &`;
    const running = `jsc=${this.cookie}; JENKINS_SERVER_COOKIE=$jsc 'sh' -e '${script}' ${output}`;
    const result1 = `echo $? > '${result}.tmp'; mv '${result}.tmp' '${result}'`;
    return `(${touching} ${running}; ${result1}; wait) >&- 2>&- &`;
  }
}

function endOf(method: string, [code, output]: readonly JavaValue[]): StepEnd {
  if (method !== 'exited') throw new TypeError(`a step has no method ${method}`);
  const bytes = output instanceof JavaArray && Buffer.isBuffer(output.elements) ? output.elements : null;
  return { exitCode: intAnswer(code ?? null), output: bytes };
}
