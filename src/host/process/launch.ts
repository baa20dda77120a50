/** Starting a process and passing its streams on: hudson.Proc.LocalProc. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { EnvVars, createCookie } from './environment.js';
import { copyInput } from './input-copy.js';
import type { InputSource } from './input-copy.js';
import { checkCommand, noWorkDir } from './launch-error.js';
import { LocalProcess } from './local-process.js';
import { OutputCopy } from './output-copy.js';
import type { OutputSink } from './output-copy.js';
import type { Vetoes } from './process-tree/index.js';
import type { ProcessOutput } from './process-output.js';
import { startProgram } from './start.js';
import type { StartOptions } from './start.js';

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
  const { stdin, stdout, stderr, workDir, vetoes, warn } = options;
  checkCommand(options.command);
  if (workDir !== null && !(await exists(workDir))) throw noWorkDir(path.resolve(workDir));
  const cookie = createCookie();
  const wanted = {
    stdin: stdin !== 'empty',
    stdout: stdout !== 'discard',
    stderr: stderr === 'merged' ? stderr : true,
  };
  const environment = new EnvVars([...options.environment, cookie]);
  const { child, pid, pipes } = await startProgram({ ...options, environment, pipes: wanted });
  const copies = [copyOf(pipes.stdout, stdout), copyOf(pipes.stderr, stderr)].filter((copy) => copy !== undefined);
  const started = new LocalProcess({ child, pid, pipes, cookie, copies, environment, warn, vetoes });
  if (typeof stdin !== 'string' && pipes.stdin) void copyInput(stdin, pipes.stdin, started.exited);
  return started;
}

function copyOf(source: ProcessOutput | undefined, sink: string | OutputSink): OutputCopy | undefined {
  return source && typeof sink !== 'string' ? new OutputCopy(source, sink) : undefined;
}

/** java.io.File.exists: false also when it cannot be told. */
function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
