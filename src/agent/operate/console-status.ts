/** On a terminal, the line below the log: what the agent does now, and since when. */
import { printableLine } from '../log/printable.js';
import type { BuildProcess } from '../life/build-processes.js';
import type { AgentMonitor } from './health/monitor.js';

export interface StatusSource {
  readonly agents: readonly AgentMonitor[];
  readonly buildProcesses: () => Promise<readonly BuildProcess[]>;
}

export interface StatusTarget {
  readonly show: (line: string) => void;
  readonly columns: () => number;
  readonly now: () => number;
}

const EVERY_MS = 1000;

/** Shows and refreshes the line until the returned function is called, which takes it away. */
export function showStatus(source: StatusSource, { show, columns, now }: StatusTarget): () => void {
  /** When each process was first seen, by its id. */
  let seen = new Map<number, number>();
  let over = false;
  let busy = false;
  const refresh = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      const processes = await source.buildProcesses();
      seen = new Map(processes.map(({ pid }) => [pid, seen.get(pid) ?? now()]));
      if (!over) show(statusLine(source.agents, runningSince(processes, seen), now()).slice(0, columns() - 1));
    } finally {
      busy = false;
    }
  };
  // What cannot be read from /proc is nobody's business here: the line stays as it was.
  const timer = setInterval(() => void refresh().catch(() => undefined), EVERY_MS);
  timer.unref();
  return () => {
    over = true;
    clearInterval(timer);
    show('');
  };
}

/** `a1: connected 3 min, Java 17.0.15 runs 2 | folder/job #12 45 s`. Times are Unix times, ms. */
export function statusLine(agents: readonly AgentMonitor[], builds: ReadonlyMap<string, number>, now: number): string {
  const parts = agents.map(({ name, phase, since, java, drainsFor = [] }) => {
    const what = phase === 'draining' && drainsFor.length > 0 ? ` (${drainsFor.join(', ')})` : '';
    const child = java ? `, Java ${java.version}${java.running === 0 ? '' : ` runs ${java.running}`}` : '';
    return `${name}: ${PHASES[phase]}${what} ${age(now - since.getTime())}${child}`;
  });
  const running = [...builds].map(([label, since]) => `${printableLine(label)} ${age(now - since)}`);
  return [...parts, running.length === 0 ? 'idle' : running.join(', ')].join(' | ');
}

const PHASES: Readonly<Record<AgentMonitor['phase'], string>> = {
  starting: 'starting',
  locating: 'looking for the controller',
  connecting: 'connecting',
  serving: 'connected',
  draining: 'draining',
  waiting: 'waiting to connect again',
  ended: 'ended',
};

/** The processes of one build count as one, since its first. */
function runningSince(processes: readonly BuildProcess[], seen: ReadonlyMap<number, number>): Map<string, number> {
  const builds = new Map<string, number>();
  for (const { pid, label } of processes) {
    builds.set(label, Math.min(builds.get(label) ?? Infinity, seen.get(pid) ?? Infinity));
  }
  return builds;
}

function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
