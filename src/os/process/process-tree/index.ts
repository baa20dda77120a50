/** Killing processes by parentage and by environment: hudson.util.ProcessTree.killAll. */
import { killAll } from './kill.js';
import type { Pairs, ProcessTable, Vetoes } from './process-table.js';
import { killAllOnWindows } from './windows.js';

/**
 * Kills a process with its descendants, then whatever has all these pairs in its environment, with its descendants.
 *
 * @param pid undefined when the process has ended: its id may be another's by now
 * @param signal cuts the waiting off: rejects with its reason
 * @param vetoes who may object, asked for each process
 */
export async function killProcess(
  pid: number | undefined,
  pairs: Pairs,
  signal?: AbortSignal,
  vetoes?: Vetoes,
): Promise<void> {
  if (process.platform === 'win32') await killAllOnWindows(pid, pairs, vetoes);
  else await killAll(await processTable(), pid, pairs, signal, vetoes);
}

/** Kills whatever has all these variables with exactly these values; none at all kill nothing. Signal as above. */
export async function killByEnvironment(pairs: Pairs, signal?: AbortSignal, vetoes?: Vetoes): Promise<void> {
  if (pairs.length > 0) await killProcess(undefined, pairs, signal, vetoes);
}

async function processTable(): Promise<ProcessTable> {
  if (process.platform === 'darwin') {
    const { DarwinProcessTable } = await import('./darwin.js');
    return new DarwinProcessTable();
  }
  const { LinuxProcessTable } = await import('./linux.js');
  return new LinuxProcessTable();
}

export type { KnownProcess, Veto, Vetoes } from './process-table.js';
