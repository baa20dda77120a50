/**
 * A program that does nothing but run git commands one after the other: what git takes without an agent. It is as light as a
 * program of Node's can be, so that what it adds itself is little. Requests are lines of JSON, each answered by a line.
 */
import { execFile } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Commands in a directory, as git's arguments. Exit codes are not looked at: some commands tell something by failing. */
export interface GitCommands {
  readonly cwd: string;
  readonly commands: readonly (readonly string[])[];
}

/** What the git client sets for each command, or for those that may ask a remote. */
const ENVIRONMENT = { ...process.env, GIT_ASKPASS: 'echo', GIT_TERMINAL_PROMPT: 'false' };

for await (const line of createInterface({ input: process.stdin })) {
  const { cwd, commands } = JSON.parse(line) as GitCommands;
  for (const args of commands) await runGit(args, cwd);
  process.stdout.write('done\n');
}

/** With pipes, which the agent needs for the output. */
function runGit(args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('git', args, { cwd, env: ENVIRONMENT }, (error) => {
      if (typeof error?.code === 'string') reject(new Error(error.message, { cause: error }));
      else resolve();
    });
  });
}
