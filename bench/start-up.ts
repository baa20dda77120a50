/** What it costs to get an agent to its first answer, and what it then holds. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { MeasuredAgent } from './agents.js';
import { median } from './statistics.js';
import { withAgent } from './with-agent.js';

export interface StartUp {
  /** From the start of the process to its first answer to a call. */
  readonly firstAnswerMs: number;
  /** User and system time until then. */
  readonly cpuMs: number;
  /** Resident memory after the calls. */
  readonly residentMb: number;
  /** One small call and its answer. */
  readonly callMs: number;
}

const WARM_UP_CALLS = 200;
const CALLS = 1000;

/** Medians over several starts. The only call is a ping, which every agent answers without classes from a controller. */
export async function measureStartUp(agent: MeasuredAgent, webSocket: boolean, runs: number): Promise<StartUp> {
  const all: StartUp[] = [];
  for (let run = 0; run < runs; run++) all.push(await measureOnce(agent, webSocket));
  return medians(all);
}

async function measureOnce(agent: MeasuredAgent, webSocket: boolean): Promise<StartUp> {
  return withAgent(agent, webSocket, { setUpAgents: false }, async ({ computer, process, onlineAt }) => {
    const cpuMs = process.cost?.cpuMs ?? NaN;
    for (let i = 0; i < WARM_UP_CALLS; i++) await computer.ping();
    const before = performance.now();
    for (let i = 0; i < CALLS; i++) await computer.ping();
    const callMs = (performance.now() - before) / CALLS;
    return { firstAnswerMs: onlineAt - process.startedAt, cpuMs, residentMb: process.cost?.residentMb ?? NaN, callMs };
  });
}

/** The same for Node itself with nothing to do: start to end, and what it had used by then. */
export async function measureBareNode(runs: number): Promise<StartUp> {
  const script = 'JSON.stringify([process.cpuUsage(), process.memoryUsage.rss()])';
  const all: StartUp[] = [];
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now();
    const child = spawn(process.execPath, ['-p', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [{ user, system }, rss] = JSON.parse(await text(child.stdout)) as [NodeJS.CpuUsage, number];
    const firstAnswerMs = performance.now() - startedAt;
    all.push({ firstAnswerMs, cpuMs: (user + system) / 1000, residentMb: rss / 1024 / 1024, callMs: NaN });
  }
  return medians(all);
}

function medians(all: readonly StartUp[]): StartUp {
  const of = (key: keyof StartUp) => median(all.map((one) => one[key]));
  return { firstAnswerMs: of('firstAnswerMs'), cpuMs: of('cpuMs'), residentMb: of('residentMb'), callMs: of('callMs') };
}
