/** Processes on the agent's machine, as hudson.Launcher.RemoteLauncher starts and kills them. */
import type { ByteSink } from '../../../src/remoting/call.js';
import type { Channel } from '../../../src/remoting/channel.js';
import { exportOutput } from '../../../src/remoting/exports.js';
import { arrayList, stringArray } from '../../../src/serial/jdk.js';
import { booleanAnswer, intAnswer, nullAnswer, objectAnswer } from './answers.js';
import { envVars } from './env-vars.js';
import * as classes from './launch-classes.js';
import { RemoteObject } from './remote-method.js';

export interface LaunchOptions {
  readonly command: readonly string[];
  /** Added to the agent's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly workDir: string;
  /** Gets the command line, then what the process prints on both streams. */
  readonly console: ByteSink;
  /** Leaves the command line out. */
  readonly quiet?: boolean;
}

/** Starts a process as a build step does: its output goes to the build's listener. Rejects when it cannot be started. */
export async function launch(channel: Channel, options: LaunchOptions): Promise<RemoteProcess> {
  const listener = classes.buildListener(exportOutput(channel, options.console));
  const callable = classes.REMOTE_LAUNCH_CALLABLE.create({
    quiet: options.quiet ?? false,
    reverseStderr: false,
    reverseStdin: false,
    reverseStdout: false,
    cmd: arrayList(options.command),
    env: stringArray(Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`)),
    envVarsFilterRuleWrapper: classes.ENV_VARS_FILTER_RULE_WRAPPER.create({ rules: arrayList([]) }),
    err: null,
    in: null,
    listener,
    masks: null,
    out: null,
    stdoutListener: listener,
    workDir: options.workDir,
  });
  const process = RemoteObject.of(channel, await channel.call(callable), classes.REMOTE_PROCESS);
  // Controllers ask at once, needed or not.
  objectAnswer('hudson.Launcher$IOTriplet', await process.invoke('getIOtriplet'));
  return new RemoteProcess(process);
}

/** Kills every process whose environment has all of these variables. */
export async function killProcesses(channel: Channel, variables: Readonly<Record<string, string>>): Promise<void> {
  nullAnswer(await channel.call(classes.KILL_TASK.create({ modelEnvVars: envVars(variables) })));
}

/** hudson.Launcher$RemoteProcess. Give it back with `release`. */
export class RemoteProcess {
  constructor(private readonly process: RemoteObject) {}

  /** Waits for the process and all of its output; returns its exit code. An abort interrupts the wait at the agent, too. */
  async join(signal?: AbortSignal): Promise<number> {
    return intAnswer(await this.process.invoke('join', signal));
  }

  async isAlive(): Promise<boolean> {
    return booleanAnswer(await this.process.invoke('isAlive'));
  }

  async kill(): Promise<void> {
    nullAnswer(await this.process.invoke('kill'));
  }

  release(): void {
    this.process.release();
  }
}
