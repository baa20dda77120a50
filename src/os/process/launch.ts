/** Starting a process and passing its streams on: hudson.Proc.LocalProc. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { EnvVars, createCookie } from './environment.js';
import { copyInput } from './input-copy.js';
import type { InputSource } from './input-copy.js';
import { cannotRun, checkCommand, noWorkDir } from '../../java/launch-error.js';
import { LocalProcess } from './local-process.js';
import { OutputCopy } from './output-copy.js';
import type { OutputSink } from './output-copy.js';
import type { Vetoes } from './process-tree/index.js';
import type { ProcessOutput } from './process-output.js';
import { namesSetBy } from './set-anew.js';
import { startProgram } from './start.js';
import type { StartOptions, Started } from './start.js';

export interface LaunchOptions extends Omit<StartOptions, 'pipes'> {
  /** `empty`, a stream to copy, or `caller`: the caller writes to `pipes.stdin`. */
  readonly stdin: 'empty' | 'caller' | InputSource;
  /** `discard`, a sink to copy to, or `caller`: the caller reads `pipes.stdout`. */
  readonly stdout: 'discard' | 'caller' | OutputSink;
  /** `merged`: wherever stdout goes, in the order of writing. */
  readonly stderr: 'merged' | OutputSink;
  /** Who may object when the process is killed. */
  readonly vetoes?: Vetoes | undefined;
}

/**
 * Starts a process with a fresh HUDSON_COOKIE in its environment. Resolves when it runs. Rejects with java.io.IOException
 * in the official agent's words when the working directory is missing or the program cannot be run.
 */
export async function launch(options: LaunchOptions): Promise<LocalProcess> {
  const { stdin, stdout, stderr, vetoes, warn } = options;
  checkCommand(options.command);
  const cookie = createCookie();
  const wanted = {
    stdin: stdin !== 'empty',
    stdout: stdout !== 'discard',
    stderr: stderr === 'merged' ? stderr : true,
  };
  const environment = new EnvVars([...options.environment, cookie]);
  const startedAt = Date.now();
  const setAnew = process.platform === 'win32' ? namesSetBy(options.command) : undefined;
  const { child, pid, pipes } = await started({ ...options, environment, pipes: wanted });
  const copies = [copyOf(pipes.stdout, stdout), copyOf(pipes.stderr, stderr)].filter((copy) => copy !== undefined);
  const launched = new LocalProcess({
    child,
    pid,
    pipes,
    cookie,
    copies,
    environment,
    startedAt,
    setAnew,
    warn,
    vetoes,
  });
  if (typeof stdin !== 'string' && pipes.stdin) void copyInput(stdin, pipes.stdin, launched.exited);
  return launched;
}

/** A missing directory is told from a missing program afterwards: looking first would delay every process. */
async function started(options: StartOptions): Promise<Started> {
  const { workDir } = options;
  try {
    return await startProgram(options);
  } catch (error) {
    const kind = workDir === null ? 'directory' : await kindOf(workDir);
    if (kind === 'missing') throw noWorkDir(path.resolve(workDir as string));
    // libuv takes it for a missing program.
    if (kind === 'other' && process.platform === 'win32') throw cannotRun(options.command[0] ?? '', workDir, 'ENOTDIR');
    throw error;
  }
}

function copyOf(source: ProcessOutput | undefined, sink: string | OutputSink): OutputCopy | undefined {
  return source && typeof sink !== 'string' ? new OutputCopy(source, sink) : undefined;
}

/** `missing` also when it cannot be told, as java.io.File.exists says. */
function kindOf(file: string): Promise<'directory' | 'other' | 'missing'> {
  return stat(file).then(
    (found) => (found.isDirectory() ? 'directory' : 'other'),
    () => 'missing',
  );
}
