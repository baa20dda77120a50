/** The processes of Linux, from /proc. */
import type { EnvVars } from '../environment.js';
import { parseEnviron, processIds, readProcessFile } from './proc-files.js';
import type { Pairs, ProcessEntry, ProcessTable } from './process-table.js';
import { sendTerm } from './terminate.js';

/** Enough to keep the thread pool busy. */
const BATCH = 32;

export class LinuxProcessTable implements ProcessTable {
  /** @param proc where the proc file system is mounted */
  constructor(private readonly proc = '/proc') {}

  async snapshot(): Promise<ProcessEntry[]> {
    return (await inBatches(await processIds(this.proc), (pid) => this.#status(pid))).filter(
      (entry) => entry !== undefined,
    );
  }

  async withEnvironment(entries: readonly ProcessEntry[], pairs: Pairs): Promise<ProcessEntry[]> {
    const environs = await inBatches(entries, ({ pid }) => readProcessFile(pid, 'environ', this.proc));
    return entries.filter((_, i) => parseEnviron(environs[i] ?? '').matches(pairs));
  }

  async argumentsOf({ pid }: ProcessEntry): Promise<string[]> {
    return ((await readProcessFile(pid, 'cmdline', this.proc)) ?? '').split('\0').slice(0, -1);
  }

  async environmentOf({ pid }: ProcessEntry): Promise<EnvVars> {
    return parseEnviron((await readProcessFile(pid, 'environ', this.proc)) ?? '');
  }

  async isRunning(entry: ProcessEntry): Promise<boolean> {
    const state = await this.#stateOf(entry);
    return state !== undefined && state !== 'Z' && state !== 'X';
  }

  async isUnreaped(entry: ProcessEntry): Promise<boolean> {
    return (await this.#stateOf(entry)) === 'Z';
  }

  async terminate(entry: ProcessEntry): Promise<void> {
    if (await this.isRunning(entry)) sendTerm(entry.pid);
  }

  /** undefined when it is gone, and another process perhaps has its id. */
  async #stateOf(entry: ProcessEntry): Promise<string | undefined> {
    const now = await this.#status(entry.pid);
    return now?.startTime === entry.startTime ? now.state : undefined;
  }

  async #status(pid: number): Promise<(ProcessEntry & { state: string }) | undefined> {
    const stat = await readProcessFile(pid, 'stat', this.proc);
    return stat === undefined ? undefined : parseStat(pid, stat);
  }
}

/**
 * `pid (command) state ppid pgrp session ... starttime ...`: the command may hold blanks and brackets, so fields are counted
 * from the last bracket. The start time, in clock ticks since boot, is field 22. undefined when the text is cut short.
 */
export function parseStat(pid: number, stat: string): (ProcessEntry & { state: string }) | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent] = fields;
  const startTime = fields[19];
  if (state === undefined || parent === undefined || startTime === undefined) return undefined;
  return { pid, parent: Number(parent), startTime, state };
}

async function inBatches<T, R>(items: readonly T[], read: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += BATCH) {
    results.push(...(await Promise.all(items.slice(at, at + BATCH).map(read))));
  }
  return results;
}
