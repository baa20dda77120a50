/** Git without an agent. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { GitCommands } from './plain-git.js';

export interface PlainGit {
  /** Runs git commands in a directory, one after the other. Resolves when all are over, however they ended. */
  readonly run: (cwd: string, ...commands: readonly string[][]) => Promise<void>;
  readonly close: () => void;
}

export function startPlainGit(): PlainGit {
  const program = fileURLToPath(new URL('./plain-git.js', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${program} has ended`);
  });
  ended.catch(() => undefined); // it ends when it is closed
  return {
    run: async (cwd, ...commands) => {
      const done = once(child.stdout, 'data');
      const request: GitCommands = { cwd, commands };
      child.stdin.write(`${JSON.stringify(request)}\n`);
      await Promise.race([done, ended]);
    },
    close: () => child.stdin.end(),
  };
}
