/**
 * What the agent adds to git: clone, fetch of one new commit, and checkout of a repository of 20,000 files, each against the
 * same git commands run one after the other by a program that does nothing else.
 */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SshServer } from '../test/plugins/git-client/support/ssh-server.js';
import { sshKey } from '../test/plugins/git-client/support/values.js';
import type { MeasuredAgent } from './agents.js';
import { ACTIONS, LABELS, actions, placesIn } from './git-actions.js';
import type { Action, Pair } from './git-actions.js';
import { startPlainGit } from './git-alone.js';
import { RemoteGitClient } from './git-client.js';
import { FILES, checkFetched, makeRepository } from './git-repository.js';
import { median } from './statistics.js';
import { formatNumber, formatTable } from './table.js';
import { withAgent } from './with-agent.js';

export interface GitCost {
  /** How often the time of git alone: 1.05 is five percent more. The median of what the pairs of runs gave. */
  readonly ratio: number;
  /** Of git alone, median. */
  readonly plainMs: number;
  /** Processor time of the agent's own process for one of these, without git's; NaN where it cannot be told. */
  readonly agentCpuMs: number;
}

export type GitCosts = Readonly<Record<Action, GitCost>>;

/** Pairs of runs. A fetch is over in 30 ms, of which the system's other work changes more than the agent does. */
const ROUNDS: Readonly<Record<Action, number>> = { cloneSsh: 15, clone: 15, checkout: 15, fetchSsh: 31, fetch: 61 };

/** Prints a table of both transports. */
export async function reportGit(agent: MeasuredAgent): Promise<void> {
  const rows: string[][] = [];
  for (const webSocket of [false, true]) {
    const costs = await measureGit(agent, webSocket);
    for (const action of ACTIONS) {
      const { ratio, plainMs, agentCpuMs } = costs[action];
      const what = `${webSocket ? 'WebSocket' : 'TCP'}: ${LABELS[action]}`;
      rows.push([what, formatNumber(plainMs), ratio.toFixed(2), formatNumber(agentCpuMs)]);
    }
  }
  const header = [
    `git, ${FILES.toLocaleString('en')} files`,
    'alone, ms',
    'through the agent, times',
    'CPU of the agent, ms',
  ];
  console.log(`\n${formatTable(header, rows)}\n(medians of ${Object.values(ROUNDS).join(', ')} pairs)`);
}

/**
 * Measures in pairs, with and without the agent, each as often first as the other. The controller, which is this process,
 * starts no process meanwhile: after a fork its next request takes five milliseconds longer.
 */
export async function measureGit(agent: MeasuredAgent, webSocket: boolean): Promise<GitCosts> {
  return withAgent(agent, webSocket, {}, async ({ computer, directory, process }) => {
    const ssh = await SshServer.start(join(directory, 'ssh'));
    const plain = startPlainGit();
    try {
      const places = placesIn(directory);
      const console = { write: () => undefined, end: () => undefined };
      const options = { knownHosts: ssh.knownHost };
      const client = await RemoteGitClient.open(computer.channel, places.through, console, options);
      await client.addCredentials(ssh.url(places.remote), sshKey(ssh.user, ssh.privateKey));
      const pairs = actions(places, client, plain, ssh, await makeRepository(plain, places.remote));
      const costs = new Map<Action, GitCost>();
      for (const action of ACTIONS) {
        costs.set(action, await measure(() => process.cost?.cpuMs ?? NaN, ROUNDS[action], pairs[action]));
      }
      checkFetched(places.remote, [places.through, places.alone]);
      return Object.fromEntries(costs) as GitCosts;
    } finally {
      plain.close();
      await ssh.close();
    }
  });
}

async function measure(agentCpu: () => number, rounds: number, { prepare, through, plain }: Pair): Promise<GitCost> {
  const [ratios, plainMs, cpuMs]: [number[], number[], number[]] = [[], [], []];
  const withAgent = async () => {
    const before = agentCpu();
    const taken = await milliseconds(through);
    return { taken, cpu: agentCpu() - before };
  };
  for (let round = 0; round <= rounds; round++) {
    await prepare();
    const early = round % 2 === 0 ? await withAgent() : undefined;
    const alone = await milliseconds(plain);
    const { taken, cpu } = early ?? (await withAgent());
    // The first round fills the caches of the system.
    if (round === 0) continue;
    ratios.push(taken / alone);
    plainMs.push(alone);
    cpuMs.push(cpu);
  }
  return { ratio: median(ratios), plainMs: median(plainMs), agentCpuMs: median(cpuMs) };
}

/** Between the two of a pair, so that what one leaves behind is not done at the cost of the other. */
const PAUSE_MS = 20;

async function milliseconds(action: () => Promise<void>): Promise<number> {
  await setTimeout(PAUSE_MS);
  const started = performance.now();
  await action();
  return performance.now() - started;
}
