/** Starting a program with pipes: java.lang.ProcessBuilder.start. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { EnvVars } from './environment.js';
import { findProgram } from './find-program.js';
import { cannotRun, checkCommand, checkEnvironment } from '../../java/launch-error.js';
import { prepareStdio } from './stdio.js';
import type { Pipes, PreparedStdio, Wanted } from './stdio.js';
import { findWindowsProgram, windowsSearch } from './find-windows-program.js';
import { outlivingCommand } from './outliving-command.js';
import { commandProcessor, windowsCommand } from './windows-command.js';

export interface StartOptions {
  /** Program and arguments, variables expanded. */
  readonly command: readonly string[];
  readonly environment: EnvVars;
  /** The agent's own PATH: where the program is looked for, whatever the process's PATH says. */
  readonly searchPath: string | undefined;
  /** null: the agent's own. */
  readonly workDir: string | null;
  readonly pipes: Wanted;
  /** Whether it has to go on when the agent ends, as everything does that is started elsewhere than on Windows. */
  readonly outlives?: boolean;
  /** Told what the agent's log should know. */
  readonly warn?: ((message: string) => void) | undefined;
}

export interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly pipes: Pipes;
}

/**
 * Resolves when the program runs. Rejects with java.io.IOException `Cannot run program ...` as the JDK words it, with
 * java.lang.IllegalArgumentException for a variable that cannot be one.
 */
export async function startProgram(options: StartOptions): Promise<Started> {
  const env = options.environment.toObject();
  checkEnvironment(env);
  checkCommand(options.command);
  let stdio: PreparedStdio | undefined;
  try {
    stdio = await prepareStdio(options.pipes, options.warn);
    const child = await spawned(await toExecute(options, env), options, { stdio: stdio.options, env });
    return { child, pid: child.pid as number, pipes: stdio.attach(child) };
  } catch (error) {
    stdio?.discard();
    throw asLaunchError(error, options);
  }
}

interface Executable {
  readonly file: string;
  readonly args: readonly string[];
  readonly argv0?: string;
  readonly verbatim?: boolean;
}

type SpawnOptions = Pick<NonNullable<Parameters<typeof spawn>[2]>, 'env' | 'stdio'>;

/** The kernel's search of a path is that of the JDK, but in the process's path: it will do where that is the agent's. */
async function toExecute(options: StartOptions, env: Readonly<Record<string, string>>): Promise<Executable> {
  const { command, searchPath } = options;
  if (process.platform === 'win32') return { ...windowsExecutable(options, await found(options)), verbatim: true };
  const argv0 = command[0] as string;
  const samePath = argv0 !== '' && searchPath !== undefined && searchPath !== '' && env['PATH'] === searchPath;
  return { file: samePath ? argv0 : await found(options), args: command.slice(1), argv0 };
}

function windowsExecutable({ command, outlives, warn }: StartOptions, file: string): Executable {
  const direct = windowsCommand(command, file);
  if (outlives !== true) return direct;
  const outliving = outlivingCommand(direct, commandProcessor());
  if (!outliving) warn?.(`${file} will end with this agent: its command line is too long or has line ends in it`);
  return outliving ?? direct;
}

/** The file that the program's name means. Rejects when there is none. */
async function found({ command, searchPath, workDir }: StartOptions): Promise<string> {
  const argv0 = command[0] as string;
  const windows = process.platform === 'win32';
  const file = await (windows
    ? findWindowsProgram(argv0, windowsSearch(searchPath))
    : findProgram(argv0, searchPath, workDir));
  if (typeof file !== 'string') throw Object.assign(new Error(`${argv0}: ${file.code}`), file);
  return file;
}

async function spawned(
  executable: Executable,
  options: StartOptions,
  spawnOptions: SpawnOptions,
): Promise<ChildProcess> {
  const { file, args, argv0, verbatim } = executable;
  try {
    return await running(
      spawn(file, args, {
        ...spawnOptions,
        windowsHide: true,
        ...(argv0 === undefined ? {} : { argv0 }),
        ...(verbatim === undefined ? {} : { windowsVerbatimArguments: verbatim }),
        ...(options.workDir === null ? {} : { cwd: options.workDir }),
      }),
    );
  } catch (error) {
    // A script without `#!`: glibc's execvp runs it with a shell, musl's does not, the JDK does everywhere.
    if ((error as NodeJS.ErrnoException).code !== 'ENOEXEC' || file === '/bin/sh') throw error;
    const script = file.includes('/') ? file : await found(options);
    return spawned({ file: '/bin/sh', args: [script, ...args] }, options, spawnOptions);
  }
}

/** Some errors are thrown by spawn, some come as an event; nothing else happens before `spawn` or `error`. */
function running(child: ChildProcess): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => {
      child.off('error', reject);
      // Later errors are of kill and of messages, neither of which is used; an unheard one would end the agent.
      child.on('error', () => undefined);
      resolve(child);
    });
    child.once('error', reject);
  });
}

function asLaunchError(error: unknown, { command, workDir }: StartOptions): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' ? cannotRun(command[0] as string, workDir, code) : error;
}
