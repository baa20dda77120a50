/**
 * A client at work for one call of the controller's: runs git, writes the log, and is cut off when the call is.
 *
 * Everything here is as CliGitAPIImpl.launchCommandIn does it: the line ` > git ... # timeout=10` in the log before each
 * command, GIT_ASKPASS=echo where no credentials are set so that git never waits for somebody to type, output and errors kept
 * apart, a time limit in minutes.
 */
import { defaultCharset } from '../../java/charsets/charset.js';
import { EnvVars } from '../../os/process/environment.js';
import { JavaError } from '../../java/java-error.js';
import { launch } from '../../os/process/launch.js';
import type { LocalProcess } from '../../os/process/local-process.js';
import type { OutputSink } from '../../os/process/output-copy.js';
import { variable } from '../../os/process/variable.js';
import type { AgentServices } from '../../callables/services.js';
import type { Call } from '../../remoting/call.js';
import { vetoes } from '../../jenkins/launch/vetoes.js';
import type { GitClient } from './client.js';
import { gitException, isGitException, isInterruption } from './errors.js';
import { joinWithTimeout } from './join.js';
import { operand } from './operands.js';

/** Minutes that a command may take unless the job says otherwise. */
export const DEFAULT_TIMEOUT = 10;

export interface GitOptions {
  /** Default: the client's. */
  readonly environment?: EnvVars;
  /** Default: the workspace; null is the agent's own directory. */
  readonly workDir?: string | null;
  /** Minutes; null is the default. */
  readonly timeout?: number | null;
  /** Further arguments, none of which may be an option: one that is stands in the log with its command, which does not run. */
  readonly operands?: readonly string[];
}

/** What a command gave, whatever its exit code. */
export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

export class GitRun {
  constructor(
    readonly client: GitClient,
    readonly call: Call,
  ) {}

  get workspace(): string {
    return this.client.workspace;
  }

  get agent(): AgentServices {
    return this.client.settings.agent;
  }

  get signal(): AbortSignal {
    return this.call.signal;
  }

  /** A line in the build's log. */
  log(line: string): Promise<void> {
    return this.client.settings.listener.println(line);
  }

  /** A line `ERROR: ...` in the build's log. */
  error(message: string): Promise<void> {
    return this.client.settings.listener.error(message);
  }

  /** Runs `git args`; resolves with its output. Throws GitException when it fails. */
  git(...args: readonly string[]): Promise<string> {
    return this.gitWith(args);
  }

  /** Runs git in another directory, with another environment or time limit. */
  async gitWith(options: readonly string[], settings: GitOptions = {}): Promise<string> {
    const { operands = [] } = settings;
    const args = [...options, ...operands];
    const command = [this.client.settings.executable, ...args].join(' ');
    const timeout = settings.timeout ?? DEFAULT_TIMEOUT;
    await this.log(` > ${command} # timeout=${timeout}`);
    for (const one of operands) operand(one);
    const environment = new EnvVars(settings.environment ?? this.client.environment);
    if (!environment.has('GIT_ASKPASS')) environment.set('GIT_ASKPASS', 'echo');
    try {
      const { status, stdout, stderr } = await this.#runGit(args, environment, settings.workDir, timeout);
      if (status === 0) return defaultCharset.decode(stdout);
      const [output, errors] = [defaultCharset.decode(stdout), defaultCharset.decode(stderr)];
      throw gitException(`Command "${command}" returned status code ${status}:\nstdout: ${output}\nstderr: ${errors}`);
    } catch (error) {
      if (isGitException(error)) await this.#explain(error);
      if (isGitException(error) || isInterruption(error) || !(error instanceof JavaError)) throw error;
      await this.#reportClues();
      throw gitException(`Error performing git command: ${command}`, error);
    }
  }

  /** Runs git without a word in the log, as what the official agent does with JGit. Never throws for an exit code. */
  async quietly(args: readonly string[]): Promise<GitResult> {
    const environment = new EnvVars(this.client.environment);
    environment.set('GIT_ASKPASS', 'echo');
    try {
      return await this.#runGit(args, environment, undefined, DEFAULT_TIMEOUT);
    } catch (error) {
      if (isInterruption(error) || !(error instanceof JavaError)) throw error;
      throw gitException(`Error performing git command: git ${args.join(' ')}`, error);
    }
  }

  /** The environment of processes: the agent's with these on top (hudson.Launcher.inherit). */
  inherit(overrides: EnvVars): EnvVars {
    const { agent } = this;
    return EnvVars.inherited(agent.environment).overrideExpandingAll(overrides, (message) =>
      agent.logger.log('WARNING', 'hudson.EnvVars$OverrideOrderCalculator cutCycleAt', message),
    );
  }

  /** Runs another program than git, in the agent's own directory and environment; not a word in the log. */
  program(command: readonly string[], timeout: number): Promise<GitResult> {
    return this.#run(command, new EnvVars(), null, timeout);
  }

  /** Starts git with its outputs going to sinks. */
  start(
    args: readonly string[],
    environment: EnvVars,
    workDir: string | null,
    out: OutputSink,
    err: OutputSink,
  ): Promise<LocalProcess> {
    return this.#start([this.client.settings.executable, ...args], environment, workDir, out, err);
  }

  #runGit(
    args: readonly string[],
    environment: EnvVars,
    workDir: string | null | undefined,
    timeout: number,
  ): Promise<GitResult> {
    const where = workDir === undefined ? this.workspace : workDir;
    return this.#run([this.client.settings.executable, ...args], environment, where, timeout);
  }

  async #run(
    command: readonly string[],
    environment: EnvVars,
    workDir: string | null,
    timeout: number,
  ): Promise<GitResult> {
    this.signal.throwIfAborted();
    const [out, err] = [new Collected(), new Collected()];
    const process = await this.#start(command, environment, workDir, out, err);
    const status = await joinWithTimeout(process, timeout, this.client.settings.listener, this.signal);
    return { status, stdout: out.bytes(), stderr: err.bytes() };
  }

  /** Variables in arguments are expanded as LocalLauncher does. */
  #start(
    command: readonly string[],
    environment: EnvVars,
    workDir: string | null,
    out: OutputSink,
    err: OutputSink,
  ): Promise<LocalProcess> {
    const { agent } = this;
    const inherited = this.inherit(environment);
    return launch({
      command: command.map((argument) => inherited.expand(argument)),
      environment: inherited,
      searchPath: variable(agent.ownEnvironment, 'PATH'),
      workDir,
      stdin: 'empty',
      stdout: out,
      stderr: err,
      warn: (message) => agent.logger.log('WARNING', 'hudson.Proc$LocalProc join', message),
      vetoes: vetoes(this.call, agent),
    });
  }

  /** What went wrong before with helpers of git's, once. */
  async #reportClues(): Promise<void> {
    const clues = this.client.failureClues.splice(0);
    if (clues.length === 0) return;
    await this.log('ERROR: Git command failed, and previous operations logged the following error details:');
    for (const clue of clues) await this.log(`${clue}\n`);
  }

  /** OpenSSH before 7.6 does not know accept-new. */
  async #explain(error: JavaError): Promise<void> {
    if (error.javaMessage?.includes('unsupported option "accept-new"') !== true) return;
    await this.log(
      "If you are using OpenSSH < 7.6 please choose another strategy to verify ssh host key in 'Manage Jenkins' -> 'Security' -> 'Git Host Key Verification Configuration'",
    );
  }
}

class Collected implements OutputSink {
  readonly #pieces: Buffer[] = [];

  write(bytes: Buffer): Promise<void> {
    this.#pieces.push(Buffer.from(bytes));
    return Promise.resolve();
  }

  bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }
}
