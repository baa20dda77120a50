/** All that there is to tell of a process and its agents, for a person or a program that asks. */
import { statfs } from 'node:fs/promises';
import { buildInfo } from '../../build-info.js';
import type { BuildInfo } from '../../build-info.js';
import type { BuildProcess } from '../../life/build-processes.js';
import type { AgentMonitor, Phase } from './monitor.js';
import { isConnected } from './prometheus.js';

export interface ProcessDescription extends BuildInfo {
  readonly pid: number;
  readonly startedAt: string;
  readonly agents: readonly AgentDescription[];
}

export interface AgentDescription {
  readonly name: string;
  readonly connected: boolean;
  readonly phase: Phase;
  /** When the phase began. */
  readonly since: string;
  /** Why it is not connected, and when it tries again. */
  readonly trouble?: { readonly why: string; readonly retryAt: string };
  /** Builds that have processes here. */
  readonly builds: readonly string[];
  readonly buildsTotal: number;
  readonly drainsFor?: readonly string[];
  readonly connections: number;
  readonly failures: number;
  readonly runningRequests: number;
  /** The Java process that runs what the agent does not know. */
  readonly java?: { readonly version: string; readonly running: number };
  readonly workDir?: string;
  /** Of the disk that holds the work directory. */
  readonly freeBytes?: number;
}

/** @param running processes of the builds of an agent, by its name */
export async function describeProcess(
  agents: readonly AgentMonitor[],
  running: (name: string) => Promise<readonly BuildProcess[]>,
): Promise<ProcessDescription> {
  const free = await freeBytes(agents);
  return {
    ...buildInfo(),
    pid: process.pid,
    startedAt: new Date(Date.now() - process.uptime() * 1000).toISOString(),
    agents: await Promise.all(
      agents.map(async (agent) => describeAgent(agent, await running(agent.name), free.get(agent.name))),
    ),
  };
}

/** Of the disks that hold the work directories, by the agents' names. One that cannot be looked at is left out. */
export async function freeBytes(agents: readonly AgentMonitor[]): Promise<ReadonlyMap<string, number>> {
  const known = agents.flatMap(({ name, workDir }) => (workDir === undefined ? [] : [{ name, workDir }]));
  const found = await Promise.all(
    known.map(async ({ name, workDir }) => {
      const disk = await statfs(workDir === '' ? '.' : workDir).catch(() => undefined);
      return disk && ([name, disk.bavail * disk.bsize] as const);
    }),
  );
  return new Map(found.filter((entry) => entry !== undefined));
}

function describeAgent(
  agent: AgentMonitor,
  running: readonly BuildProcess[],
  free: number | undefined,
): AgentDescription {
  const { name, phase, since, trouble, drainsFor, workDir } = agent;
  return {
    name,
    connected: isConnected(agent),
    phase,
    since: since.toISOString(),
    ...(trouble ? { trouble: { why: trouble.why, retryAt: trouble.retryAt.toISOString() } } : {}),
    builds: [...new Set(running.map(({ label }) => label))],
    buildsTotal: agent.buildsTotal,
    ...(drainsFor ? { drainsFor } : {}),
    connections: agent.connections,
    failures: agent.failures,
    runningRequests: agent.running,
    ...(agent.java && { java: { version: agent.java.version, running: agent.java.running } }),
    ...(workDir === undefined ? {} : { workDir }),
    ...(free === undefined ? {} : { freeBytes: free }),
  };
}
