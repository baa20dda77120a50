/**
 * Killing processes with their descendants (hudson.util.ProcessTree.UnixProcess.killRecursively): children first, each is sent
 * SIGTERM and waited for, and the whole tree gets five seconds. Nothing is ever sent SIGKILL. Children are those of one
 * snapshot: what is started meanwhile is caught only by its environment, in a second one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownProcess, Pairs, ProcessEntry, ProcessTable, Veto, Vetoes } from './process-table.js';

/** The official agent's SoftKillWaitSeconds. */
const PATIENCE_MS = 5_000;
const FIRST_POLL_MS = 10;
const LONGEST_POLL_MS = 1_000;
/** How long a parent gets to take note that its child has ended, before it is killed itself: a shell prints `Terminated`. */
const PARENT_MS = 200;

/**
 * Kills a process with its descendants, then every process with descendants whose environment holds all the pairs.
 *
 * @param pid undefined for none
 * @param pairs empty for none
 * @param signal cuts the waiting off: rejects with its reason
 * @param vetoes spare a process, but not its descendants
 */
export async function killAll(
  table: ProcessTable,
  pid: number | undefined,
  pairs: Pairs,
  signal?: AbortSignal,
  vetoes?: Vetoes,
): Promise<void> {
  const veto = (await vetoes?.()) ?? null;
  const entries = await table.snapshot();
  const killing: Killing = { table, entries, veto, signal };
  const root = pid === undefined ? undefined : entries.find((entry) => entry.pid === pid);
  if (root) await killTree(killing, root);
  if (pairs.length === 0) return;
  // Looked at again: a shell that was just starting a process when it was killed leaves it behind, and only here is it found.
  const left = root ? await table.snapshot() : entries;
  for (const entry of await table.withEnvironment(left, pairs)) {
    // Often gone already, with an ancestor that matched as well.
    if (await table.isRunning(entry)) await killTree({ ...killing, entries: left }, entry);
  }
}

interface Killing {
  readonly table: ProcessTable;
  readonly entries: readonly ProcessEntry[];
  readonly veto: Veto | null;
  readonly signal: AbortSignal | undefined;
}

async function killTree(killing: Killing, root: ProcessEntry): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (const entry of childrenFirst(killing.entries, root)) await killOne(killing, entry, deadline);
}

/** The tree below a process, each after its children. A snapshot is not taken at one instant, so it may hold cycles. */
function childrenFirst(
  entries: readonly ProcessEntry[],
  root: ProcessEntry,
  seen = new Set<ProcessEntry>(),
): ProcessEntry[] {
  if (seen.has(root)) return [];
  seen.add(root);
  const children = entries.filter((entry) => entry.parent === root.pid);
  return [...children.flatMap((child) => childrenFirst(entries, child, seen)), root];
}

async function killOne(
  { table, entries, veto, signal }: Killing,
  entry: ProcessEntry,
  deadline: number,
): Promise<void> {
  signal?.throwIfAborted();
  const known = (one: ProcessEntry) => knownProcess(table, one);
  if ((await veto?.(known(entry), () => entries.map(known))) === true) return;
  await table.terminate(entry);
  for (let poll = FIRST_POLL_MS; await table.isRunning(entry); poll = Math.min(poll * 2, LONGEST_POLL_MS)) {
    await pause(poll, signal);
    if (performance.now() >= deadline) return;
  }
  // The official agent waits for the whole deadline, and a parent that never takes note costs it five seconds.
  const patience = Math.min(deadline, performance.now() + PARENT_MS);
  while (performance.now() < patience && (await table.isUnreaped(entry))) await pause(FIRST_POLL_MS, signal);
}

function knownProcess(table: ProcessTable, entry: ProcessEntry): KnownProcess {
  const { pid, parent } = entry;
  return { pid, parent, arguments: () => table.argumentsOf(entry), environment: () => table.environmentOf(entry) };
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
