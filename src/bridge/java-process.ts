/** The child process: an official agent.jar that speaks over its standard streams (hudson.remoting.Launcher without options). */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ioError } from '../java/java-error.js';
import type { CommandTransport } from '../remoting/command-transport.js';
import type { Logger } from '../remoting/logger.js';
import { CAPABILITY_MASK } from '../transport/capability.js';
import { openStdio } from '../transport/stdio/open.js';
import type { Java } from './find-java.js';

export interface JavaProcessOptions {
  readonly java: Java;
  readonly jar: string;
  readonly jarCache: string;
  readonly arguments: readonly string[];
  readonly memory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logger: Logger;
  /** Gives up. */
  readonly signal: AbortSignal;
}

/** A JVM that has not said hello by then never will. */
const START_MS = 60_000;
/** How long the child may take to end after its standard input has. */
const END_MS = 2000;
/** How long one whose output has ended is given to end and say why. */
const LAST_WORDS_MS = 500;
/** As much of its standard error as a message needs. */
const LAST_LINES = 5;

/**
 * Little memory, quick to start: C1 and the serial collector do for work that comes now and then. What the user gives comes
 * behind and wins.
 */
const FRUGAL = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.awt.headless=true'];

/** What the virtual machine itself has to say must not get among the commands, which have its standard output. */
const WELL_BEHAVED = ['-XX:+DisplayVMOutputToStderr'];

export class JavaProcess {
  /** Settles when the process has ended, with how it ended in words that follow `it`. */
  readonly ended: Promise<string>;
  #hasEnded = false;
  #killedFor: string | undefined;

  private constructor(
    private readonly child: ChildProcess,
    readonly java: Java,
    readonly transport: CommandTransport,
    ended: Promise<string>,
  ) {
    this.ended = ended.then((how) => (this.#killedFor === undefined ? how : `${this.#killedFor} and was killed`));
    void ended.then(() => (this.#hasEnded = true));
  }

  /** Starts it and waits until it speaks. @throws JavaError java.io.IOException */
  static async start(options: JavaProcessOptions): Promise<JavaProcess> {
    const { java, jar, jarCache, memory, logger } = options;
    const heap = memory === '' ? [] : [`-Xmx${memory}`];
    const words = [...FRUGAL, ...WELL_BEHAVED, ...heap, ...options.arguments, '-jar', jar, '-jar-cache', jarCache];
    const child = spawn(java.path, words, {
      env: options.environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      // A group of its own: a Ctrl-C at our terminal is for us to pass on, and signals to a build's group pass it by.
      detached: process.platform !== 'win32',
    });
    const lastLines: string[] = [];
    const ended = howItEnds(child, lastLines);
    // Whatever ends this process without a goodbye, a defect of ours included, and however far the child has come.
    const last = (): void => kill(child);
    process.once('exit', last);
    void ended.then(() => process.off('exit', last));
    createInterface({ input: child.stderr }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > LAST_LINES) lastLines.shift();
      logger.log('INFO', 'jenkins-agent java', `Java: ${line}`);
    });
    const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
    const tooLate = AbortSignal.timeout(START_MS);
    try {
      const signal = AbortSignal.any([options.signal, tooLate]);
      const { transport, capability } = await openStdio(stream, { mode: 'binary', signal });
      checkCapability(capability);
      return new JavaProcess(child, java, transport, ended);
    } catch (error) {
      // One that has ended by itself says why better than we could.
      const hasEnded = await Promise.race([ended.then(() => true), settledSoon()]);
      kill(child);
      const how = await ended;
      if (options.signal.aborted) throw error;
      const why = tooLate.aborted ? `it did not say hello within ${START_MS / 1000} seconds` : `it ${how}`;
      const said = hasEnded || !(error instanceof Error) ? why : error.message;
      throw ioError(`${java.path} -jar ${jar} does not start: ${said}`, { cause: error });
    }
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Ends it: its standard input ends, upon which it does; if it does not, it is killed. Resolves when it has ended. */
  async end(): Promise<void> {
    void this.transport.close();
    const timer = setTimeout(() => this.kill('did not end when told to'), END_MS);
    await this.ended;
    clearTimeout(timer);
  }

  /** @param reason what is said of it, behind `it` */
  kill(reason: string): void {
    if (this.#hasEnded) return;
    this.#killedFor ??= reason;
    kill(this.child);
  }
}

/** The peer runs its code for an agent with all features, as that is what we announced. */
function checkCapability(capability: number): void {
  const lacks = CAPABILITY_MASK & ~capability;
  if (lacks === 0) return;
  throw ioError(`it is too old for this controller: it lacks the features 0x${lacks.toString(16)}`);
}

/** What the process has started goes with it. */
function kill(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  if (process.platform === 'win32') child.kill('SIGKILL');
  else killGroup(child.pid);
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The end of its output and its own end come one behind the other. */
async function settledSoon(): Promise<false> {
  await sleep(LAST_WORDS_MS);
  return false;
}

async function howItEnds(child: ChildProcess, lastLines: readonly string[]): Promise<string> {
  const how = await Promise.race([
    once(child, 'close').then(([code, signal]: unknown[]) =>
      typeof signal === 'string' ? `was ended by ${signal}` : `ended with exit code ${String(code)}`,
    ),
    once(child, 'error').then(([error]: unknown[]) => `failed: ${String(error)}`),
  ]);
  return lastLines.length === 0 ? how : `${how} (${lastLines.join(' | ')})`;
}
