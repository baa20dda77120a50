/**
 * Killing on Windows: the tree by taskkill, and by environment those that this agent started itself, because another
 * process's environment cannot be read without native code. The Ctrl+C that the official agent sends first is out of
 * reach as well, so processes end at once.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { launchedProcesses } from '../launched-processes.js';
import { EnvVars } from '../environment.js';
import type { KnownProcess, Pairs, Vetoes } from './process-table.js';

export async function killAllOnWindows(
  pid: number | undefined,
  pairs: Pairs,
  kill: (pid: number) => Promise<void> = taskkill,
  vetoes?: Vetoes,
): Promise<void> {
  const veto = (await vetoes?.()) ?? null;
  const doomed = new Set(pid === undefined ? [] : [pid]);
  for (const [launched, environment] of launchedProcesses()) if (environment.matches(pairs)) doomed.add(launched);
  for (const each of doomed) {
    const known = knownProcess(each);
    if ((await veto?.(known, () => [known])) !== true) await kill(each);
  }
}

/** Of others than those that this agent started nothing can be told, and of those not what they run. */
function knownProcess(pid: number): KnownProcess {
  const environment = launchedProcesses().get(pid) ?? new EnvVars();
  return {
    pid,
    parent: undefined,
    arguments: () => Promise.resolve([]),
    environment: () => Promise.resolve(environment),
  };
}

/** By its absolute path, so that a build's PATH cannot put another program in its place. */
function taskkill(pid: number): Promise<void> {
  const program = path.win32.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'taskkill.exe');
  return new Promise((resolve, reject) => {
    execFile(program, ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, (error) => {
      // A number is taskkill's own verdict: not found (128), or a descendant that had ended already (1, 255).
      if (error && typeof error.code !== 'number') reject(new Error(`${program}: ${error.message}`, { cause: error }));
      else resolve();
    });
  });
}
