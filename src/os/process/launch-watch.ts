/** Who wants to know of the processes that are started for builds: the logs of the agents in this process. */
import type { EnvVars } from './environment.js';

export interface LaunchWatcher {
  readonly started: (pid: number, program: string, environment: EnvVars) => void;
  /** @param exitCode as java.lang.Process.waitFor gives it. @param ms how long it ran */
  readonly ended: (pid: number, exitCode: number, ms: number, environment: EnvVars) => void;
}

const watchers = new Set<LaunchWatcher>();

/** @returns what ends the watch */
export function watchLaunches(watcher: LaunchWatcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function tellStarted(pid: number, program: string, environment: EnvVars): void {
  for (const watcher of watchers) watcher.started(pid, program, environment);
}

export function tellEnded(pid: number, exitCode: number, startedAt: number, environment: EnvVars): void {
  for (const watcher of watchers) watcher.ended(pid, exitCode, Date.now() - startedAt, environment);
}
