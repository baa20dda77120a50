/** The child process: an official agent.jar that speaks over its standard streams (hudson.remoting.Launcher without options). */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import { ioError } from '../java/java-error.js';
import type { CommandTransport } from '../remoting/command-transport.js';
import type { Logger } from '../remoting/logger.js';
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
}

/** A JVM that has not said hello by then never will. */
const START_MS = 60_000;
/** How long the child may take to end after its standard input has. */
const END_MS = 2000;
/** As much of its standard error as a message needs. */
const LAST_LINES = 5;

/**
 * Little memory, quick to start: C1 and the serial collector do for work that comes now and then. What the user gives comes
 * behind and wins.
 */
const FRUGAL = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.awt.headless=true'];

export class JavaProcess {
  /** Settles when the process has ended, with how it ended in words. */
  readonly ended: Promise<string>;

  private constructor(
    private readonly child: ChildProcess,
    readonly java: Java,
    readonly transport: CommandTransport,
    ended: Promise<string>,
  ) {
    this.ended = ended;
  }

  /** Starts it and waits until it speaks. @throws JavaError java.io.IOException */
  static async start(options: JavaProcessOptions): Promise<JavaProcess> {
    const { java, jar, jarCache, memory, logger } = options;
    const heap = memory === '' ? [] : [`-Xmx${memory}`];
    const words = [...FRUGAL, ...heap, ...options.arguments, '-jar', jar, '-jar-cache', jarCache];
    const child = spawn(java.path, words, {
      env: options.environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      // A group of its own: a Ctrl-C at our terminal is for us to pass on, and signals to a build's group pass it by.
      detached: process.platform !== 'win32',
    });
    const lastLines: string[] = [];
    const ended = howItEnds(child, lastLines);
    createInterface({ input: child.stderr }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > LAST_LINES) lastLines.shift();
      logger.log('INFO', 'jenkins-agent java', `Java: ${line}`);
    });
    const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
    try {
      const { transport } = await openStdio(stream, { mode: 'binary', signal: AbortSignal.timeout(START_MS) });
      return new JavaProcess(child, java, transport, ended);
    } catch (error) {
      kill(child);
      const how = await ended;
      throw ioError(`${java.path} -jar ${jar} does not start: ${how}`, { cause: error });
    }
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Ends it: its standard input ends, upon which it does; if it does not, it is killed. Resolves when it has ended. */
  async end(): Promise<void> {
    void this.transport.close();
    const timer = setTimeout(() => this.kill(), END_MS);
    await this.ended;
    clearTimeout(timer);
  }

  kill(): void {
    kill(this.child);
  }
}

function kill(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
}

async function howItEnds(child: ChildProcess, lastLines: readonly string[]): Promise<string> {
  const how = await Promise.race([
    once(child, 'close').then(([code, signal]: unknown[]) =>
      typeof signal === 'string' ? `ended by ${signal}` : `ended with exit code ${String(code)}`,
    ),
    once(child, 'error').then(([error]: unknown[]) => String(error)),
  ]);
  return lastLines.length === 0 ? how : `${how} (${lastLines.join(' | ')})`;
}
