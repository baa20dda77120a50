/**
 * Killing on Windows (ProcessTree.Windows, winp). What belongs to a build is told by what this agent started, by parents and by
 * command lines, because another process's environment cannot be read without native code. The Ctrl+C that the official agent
 * sends first is out of reach as well: processes end at once.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { EnvVars } from '../environment.js';
import { windowsFolder } from '../find-windows-program.js';
import { endedProcesses, launchedProcesses, markKilled } from '../launched-processes.js';
import type { KnownProcess, Pairs, Vetoes } from './process-table.js';
import { windowsProcesses } from './windows-processes.js';
import type { WindowsProcess } from './windows-processes.js';
import { leftBy, ofDurableSteps, treeOf } from './windows-tree.js';

/** What killing needs of Windows. */
export interface WindowsSystem {
  /** Empty when nothing tells. */
  processes(): Promise<readonly WindowsProcess[]>;
  /** TerminateProcess; a process that has ended is none of its business. */
  terminate(pid: number): void;
  /** Kills a process with its descendants where `processes` tells nothing. */
  terminateTree(pid: number): Promise<void>;
}

/** Kills a process with its descendants, and what matches the pairs with its own; see killProcess. */
export async function killAllOnWindows(
  pid: number | undefined,
  pairs: Pairs,
  vetoes?: Vetoes,
  system: WindowsSystem = WINDOWS,
): Promise<void> {
  const running = [...launchedProcesses()].filter(([, environment]) => environment.matches(pairs)).map(([one]) => one);
  const roots = new Set(pid === undefined ? running : [pid, ...running]);
  const ended = endedProcesses().filter(({ environment }) => environment.matches(pairs));
  if (roots.size === 0 && ended.length === 0 && !pairs.some(([, value]) => value.startsWith('durable-'))) return;
  const veto = (await vetoes?.()) ?? null;
  const processes = await system.processes();
  for (const parent of ended) {
    const setAnew = await parent.setAnew;
    if (pairs.some(([name]) => setAnew.has(name.toUpperCase()))) continue;
    for (const left of leftBy(parent, processes)) roots.add(left.pid);
  }
  for (const step of ofDurableSteps(pairs, processes)) roots.add(step.pid);
  // Who may object is asked of each of them, not of what they started, as officially.
  const all = () => processes.map(known);
  for (const root of roots) {
    const entry = processes.find((one) => one.pid === root) ?? { pid: root };
    if (root === process.pid || (await veto?.(known(entry), all)) === true) continue;
    markKilled(root);
    if (processes.length === 0) await system.terminateTree(root);
    for (const one of treeOf(root, processes)) if (one.pid !== process.pid) system.terminate(one.pid);
  }
}

/** Of others than those that this agent started no environment can be told. */
function known({ pid, parent, commandLine = '' }: Partial<WindowsProcess> & { readonly pid: number }): KnownProcess {
  const environment = launchedProcesses().get(pid) ?? new EnvVars();
  return {
    pid,
    parent,
    arguments: () => Promise.resolve(words(commandLine)),
    environment: () => Promise.resolve(environment),
  };
}

/** As hudson.Util's QuotedStringTokenizer splits the line of a process: at blanks, but not in quotes. */
function words(commandLine: string): string[] {
  return [...commandLine.matchAll(/(?:"[^"]*"?|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ''));
}

const WINDOWS: WindowsSystem = {
  processes: windowsProcesses,
  terminate: (pid) => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // It ended by itself, with its parent for instance, or is not ours to end: winp goes on as well.
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ESRCH' && code !== 'EPERM') throw error;
    }
  },
  terminateTree: taskkill,
};

/** By its absolute path, so that a build's PATH cannot put another program in its place. */
function taskkill(pid: number): Promise<void> {
  const program = path.win32.join(windowsFolder(), 'System32', 'taskkill.exe');
  return new Promise((resolve, reject) => {
    execFile(program, ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, (error) => {
      // A number is taskkill's own verdict: not found (128), or a descendant that had ended already (1, 255).
      if (error && typeof error.code !== 'number') reject(new Error(`${program}: ${error.message}`, { cause: error }));
      else resolve();
    });
  });
}
