/**
 * The processes that this agent started and that are still running, with their environments. Windows does not tell the
 * environment of a process, so there this list is what kill-by-environment looks at.
 */
import type { EnvVars } from './environment.js';

const launched = new Map<number, EnvVars>();

export function rememberLaunched(pid: number, environment: EnvVars): void {
  launched.set(pid, environment);
}

export function forgetLaunched(pid: number): void {
  launched.delete(pid);
}

export function launchedProcesses(): ReadonlyMap<number, EnvVars> {
  return launched;
}
