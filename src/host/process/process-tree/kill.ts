/**
 * Killing processes with their descendants (hudson.util.ProcessTree.UnixProcess.killRecursively): children first, each is sent
 * SIGTERM and waited for, and the whole tree gets five seconds. Nothing is ever sent SIGKILL. Children are those of one
 * snapshot: what is started meanwhile is caught only by its environment, in a second one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pairs, ProcessEntry, ProcessTable } from './process-table.js';

/** The official agent's SoftKillWaitSeconds. */
const PATIENCE_MS = 5_000;
const FIRST_POLL_MS = 10;
const LONGEST_POLL_MS = 1_000;

/**
 * Kills a process with its descendants, then every process with descendants whose environment holds all the pairs.
 *
 * @param pid undefined for none
 * @param pairs empty for none
 * @param signal cuts the waiting off: rejects with its reason
 */
export async function killAll(
  table: ProcessTable,
  pid: number | undefined,
  pairs: Pairs,
  signal?: AbortSignal,
): Promise<void> {
  const entries = await table.snapshot();
  const root = pid === undefined ? undefined : entries.find((entry) => entry.pid === pid);
  if (root) await killTree(table, entries, root, signal);
  if (pairs.length === 0) return;
  // Looked at again: a shell that was just starting a process when it was killed leaves it behind, and only here is it found.
  const left = root ? await table.snapshot() : entries;
  for (const entry of await table.withEnvironment(left, pairs)) {
    // Often gone already, with an ancestor that matched as well.
    if (await table.isRunning(entry)) await killTree(table, left, entry, signal);
  }
}

async function killTree(
  table: ProcessTable,
  entries: readonly ProcessEntry[],
  root: ProcessEntry,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (const entry of childrenFirst(entries, root)) await killOne(table, entry, deadline, signal);
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
  table: ProcessTable,
  entry: ProcessEntry,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  await table.terminate(entry);
  for (let poll = FIRST_POLL_MS; await table.isRunning(entry); poll = Math.min(poll * 2, LONGEST_POLL_MS)) {
    await pause(poll, signal);
    if (performance.now() >= deadline) return;
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
