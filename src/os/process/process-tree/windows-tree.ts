/** Which processes of a Windows machine belong to what is to be killed. Pure. */
import { pathsBefore } from '../windows-paths.js';
import { createHash } from 'node:crypto';
import type { EndedProcess } from '../launched-processes.js';
import type { Pairs } from './process-table.js';
import type { WindowsProcess } from './windows-processes.js';

/** Clocks of the agent and of the system may differ by this much, in milliseconds. */
const SLACK_MS = 2_000;

/**
 * The process with all that it started, each after its children. A process keeps the id of its parent when that has ended, and
 * by then the id may be another's: a child that is older than its parent is not its child (winp's rule).
 */
export function treeOf(root: number, processes: readonly WindowsProcess[]): WindowsProcess[] {
  const found: WindowsProcess[] = [];
  const seen = new Set<number>();
  const add = (one: WindowsProcess): void => {
    if (seen.has(one.pid)) return;
    seen.add(one.pid);
    for (const child of processes) if (child.parent === one.pid && !isOlder(child, one)) add(child);
    found.push(one);
  };
  for (const one of processes) if (one.pid === root) add(one);
  return found;
}

/** The children of a process that has ended, started while it ran. */
export function leftBy(parent: EndedProcess, processes: readonly WindowsProcess[]): WindowsProcess[] {
  return processes.filter(({ parent: id, created = parent.startedAt }) => {
    return id === parent.pid && created >= parent.startedAt - SLACK_MS && created <= parent.endedAt + SLACK_MS;
  });
}

/**
 * The processes of the durable steps whose cookie is looked for, told by their command lines, which name the step's control
 * directory: `C:\work\job@tmp\durable-1a2b3c4d\...` is of the workspace `C:\work\job`, and the cookie is the digest of that
 * (FileMonitoringTask.cookieFor).
 */
export function ofDurableSteps(pairs: Pairs, processes: readonly WindowsProcess[]): WindowsProcess[] {
  const cookie =
    pairs.length === 1 && pairs[0]?.[0].toUpperCase() === 'JENKINS_SERVER_COOKIE' ? pairs[0][1] : undefined;
  if (cookie?.startsWith('durable-') !== true) return [];
  return processes.filter(({ commandLine }) => {
    const workspaces = pathsBefore(commandLine, /["'|<>*?]/, CONTROL_DIRECTORY);
    return workspaces.some(({ path }) => cookieFor(path) === cookie);
  });
}

const CONTROL_DIRECTORY = /@tmp[\\/]durable-[0-9a-f]{8}(?![0-9a-f])/g;

function cookieFor(workspace: string): string {
  return `durable-${createHash('sha256').update(workspace, 'utf8').digest('hex')}`;
}

function isOlder(child: WindowsProcess, parent: WindowsProcess): boolean {
  return child.created !== undefined && parent.created !== undefined && child.created < parent.created;
}
