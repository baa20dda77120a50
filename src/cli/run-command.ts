/** Runs another command in place of the agent, as a shell's exec does, so far as Node can. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { signalExitCode } from '../agent/life/exit-codes.js';

/** What a container's runtime or a terminal sends. */
const FORWARDED = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
] as const satisfies readonly NodeJS.Signals[];

/** A shell's exit codes. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/**
 * @param complain is given what there is to say when the command cannot be started
 * @returns its exit code, 128 + the number of the signal that ended it, 127 when it is not found
 */
export async function runCommand(
  [file, ...words]: readonly [string, ...string[]],
  complain: (line: string) => void,
): Promise<number> {
  const child = spawn(file, words, { stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    return await new Promise((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => {
        complain(`${file}: ${error.code === 'ENOENT' ? 'not found' : error.message}`);
        resolve(error.code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE);
      });
      child.once('exit', (code, signal) =>
        resolve(signal === null ? (code ?? 0) : signalExitCode(constants.signals[signal])),
      );
    });
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward);
  }
}
