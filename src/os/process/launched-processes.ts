/**
 * The processes that this agent started, with their environments. Windows does not tell the environment of a process, so there
 * this list is what kill-by-environment looks at: what runs, and what has run, whose children may still be there.
 */
import type { EnvVars } from './environment.js';

/** A process that has ended. Times are in milliseconds since 1970. */
export interface EndedProcess {
  readonly pid: number;
  readonly environment: EnvVars;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Names of variables that its script gives to what it leaves behind, in upper case. */
  readonly setAnew: Promise<ReadonlySet<string>>;
}

/** More than a build starts between two killings, few enough to keep. */
const KEPT = 500;

const NOTHING = Promise.resolve(new Set<string>());

const launched = new Map<number, EnvVars>();
const details = new Map<number, Pick<EndedProcess, 'startedAt' | 'setAnew'>>();
const ended: EndedProcess[] = [];
const killed = new Set<number>();
const listeners = new Set<(environment: EnvVars) => void>();

/** @param startedAt not later than it really was */
export function rememberLaunched(
  pid: number,
  environment: EnvVars,
  startedAt = Date.now(),
  setAnew: EndedProcess['setAnew'] = NOTHING,
): void {
  launched.set(pid, environment);
  for (const tell of listeners) tell(environment);
  details.set(pid, { startedAt, setAnew });
}

/** Calls back with the environment of each process that is started from now on. @returns what ends that */
export function onLaunched(listener: (environment: EnvVars) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** It has ended. Only on Windows anybody asks for it again. */
export function forgetLaunched(pid: number, platform = process.platform): void {
  const [environment, known] = [launched.get(pid), details.get(pid)];
  launched.delete(pid);
  details.delete(pid);
  killed.delete(pid);
  if (platform !== 'win32' || !environment || !known) return;
  ended.push({ pid, environment, ...known, endedAt: Date.now() });
  if (ended.length > KEPT) ended.shift();
}

/** It is about to be killed from here. */
export function markKilled(pid: number): void {
  if (launched.has(pid)) killed.add(pid);
}

export function wasKilled(pid: number): boolean {
  return killed.has(pid);
}

export function launchedProcesses(): ReadonlyMap<number, EnvVars> {
  return launched;
}

/** The last ones, on Windows. */
export function endedProcesses(): readonly EndedProcess[] {
  return ended;
}
