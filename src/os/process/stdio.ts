/** The pipes between us and a process that is to be started. */
import { closeSync } from 'node:fs';
import net from 'node:net';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import type { Readable } from 'node:stream';
import { PassThrough } from 'node:stream';
import { FifoPool, closePipe } from './fifo-pool.js';
import type { PipeEnds } from './fifo-pool.js';
import { ProcessInput } from './process-input.js';
import { ProcessOutput } from './process-output.js';
import { openWindowsPipe } from './windows-pipe.js';

/** Which pipes a process needs. What has none reads from, or writes to, the null device. */
export interface Wanted {
  readonly stdin: boolean;
  readonly stdout: boolean;
  /** `merged`: wherever stdout goes. */
  readonly stderr: boolean | 'merged';
}

/** Our ends of the pipes. */
export interface Pipes {
  readonly stdin: ProcessInput | undefined;
  readonly stdout: ProcessOutput | undefined;
  readonly stderr: ProcessOutput | undefined;
}

export interface PreparedStdio {
  /** What to start the process with. */
  readonly options: StdioOptions;
  /** To be called when the process has been started. */
  attach(child: ChildProcess): Pipes;
  /** To be called when it could not be. */
  discard(): void;
}

/** Shortages that pass: they fail the launch, as they do in the official agent. */
const PASSING: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM']);

/** How long named pipes are not tried again after they could not be made. */
const RETRY_MS = 60_000;

/**
 * Named pipes, and Node's own where those cannot be made: without mkfifo, without a writable temporary directory. On Windows
 * Node's are right but for outputs that share one.
 * What keeps them from being made may pass (a full disk), so they are tried again from time to time.
 */
export class PipeSource {
  #retryAt = -Infinity;
  #told = false;

  /** @param now a monotonic clock, ms */
  constructor(
    private readonly fifos: FifoPool = new FifoPool(),
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @param warn told once what is missing, and once more each time that it was there in between */
  async prepare(wanted: Wanted, warn?: (message: string) => void): Promise<PreparedStdio> {
    if (process.platform === 'win32')
      return wanted.stdout && wanted.stderr === 'merged' ? sharedPipe(wanted) : ownPipes(wanted);
    if (this.now() < this.#retryAt) return ownPipes(wanted);
    try {
      const pipes = await namedPipes(wanted, this.fifos);
      this.#told = false;
      return pipes;
    } catch (error) {
      const { code, message: reason } = error as NodeJS.ErrnoException;
      if (code !== undefined && PASSING.has(code)) throw error;
      this.#retryAt = this.now() + RETRY_MS;
      if (!this.#told) {
        warn?.(
          `Named pipes cannot be made here (${reason}): processes get sockets, and cannot open /dev/stdout or /dev/stderr`,
        );
      }
      this.#told = true;
      return ownPipes(wanted);
    }
  }
}

let source: PipeSource | undefined;

/** Makes the pipes. */
export function prepareStdio(wanted: Wanted, warn?: (message: string) => void): Promise<PreparedStdio> {
  return (source ??= new PipeSource()).prepare(wanted, warn);
}

/** @internal named pipes from this pool; rejects when they cannot be made */
export async function namedPipes(wanted: Wanted, fifos: FifoPool): Promise<PreparedStdio> {
  const opened: PipeEnds[] = [];
  const open = async (wants: boolean) => {
    if (!wants) return undefined;
    const ends = await fifos.open();
    opened.push(ends);
    return ends;
  };
  const discard = () => opened.forEach(closePipe);
  try {
    const stdout = await open(wanted.stdout);
    const stderr = wanted.stderr === 'merged' ? stdout : await open(wanted.stderr);
    return {
      options: [wanted.stdin ? 'pipe' : 'ignore', stdout?.childs ?? 'ignore', stderr?.childs ?? 'ignore'],
      attach: ({ stdin }) => {
        for (const { childs } of opened) closeSync(childs);
        return {
          stdin: stdin ? new ProcessInput(stdin) : undefined,
          stdout: stdout && outputOf(stdout.ours),
          stderr: stderr === stdout || !stderr ? undefined : outputOf(stderr.ours),
        };
      },
      discard,
    };
  } catch (error) {
    discard();
    throw error;
  }
}

function outputOf(fd: number): ProcessOutput {
  return new ProcessOutput(new net.Socket({ fd, readable: true, writable: false }));
}

async function sharedPipe(wanted: Wanted): Promise<PreparedStdio> {
  const { ours, childs } = await openWindowsPipe();
  return {
    options: [wanted.stdin ? 'pipe' : 'ignore', childs, childs],
    attach: ({ stdin }) => {
      closeSync(childs);
      return { stdin: stdin ? new ProcessInput(stdin) : undefined, stdout: new ProcessOutput(ours), stderr: undefined };
    },
    discard: () => {
      closeSync(childs);
      ours.destroy();
    },
  };
}

/** @internal Node's own pipes; stdout and stderr merge in the order in which they arrive */
export function ownPipes(wanted: Wanted): PreparedStdio {
  const merged = wanted.stderr === 'merged' && wanted.stdout;
  return {
    options: [wanted.stdin, wanted.stdout, merged || wanted.stderr === true].map((pipe) => (pipe ? 'pipe' : 'ignore')),
    attach: ({ stdin, stdout, stderr }) => ({
      stdin: stdin ? new ProcessInput(stdin) : undefined,
      stdout: stdout ? new ProcessOutput(merged && stderr ? merge(stdout, stderr) : stdout) : undefined,
      stderr: stderr && !merged ? new ProcessOutput(stderr) : undefined,
    }),
    discard: () => undefined,
  };
}

function merge(...sources: readonly Readable[]): Readable {
  const merged = new PassThrough();
  let open = sources.length;
  for (const source of sources) {
    source.pipe(merged, { end: false });
    source.once('close', () => {
      if (--open === 0) merged.end();
    });
  }
  merged.once('close', () => sources.forEach((source) => source.destroy()));
  return merged;
}
