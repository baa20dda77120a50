/**
 * What the agent adds to git: clone, fetch of one new commit, and checkout of a repository of 20,000 files, each against the
 * same git commands run one after the other by a program that does nothing else.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MeasuredAgent } from './agents.js';
import { RemoteGitClient } from './git-client.js';
import type { GitCommands } from './plain-git.js';
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

type Action = 'clone' | 'fetch' | 'checkout';
export type GitCosts = Readonly<Record<Action, GitCost>>;

const FILES = 20_000;
const REFSPEC = '+refs/heads/*:refs/remotes/origin/*';

/** Pairs of runs. A fetch is over in 30 ms, of which the system's other work changes more than the agent does. */
const ROUNDS: Readonly<Record<Action, number>> = { clone: 15, checkout: 9, fetch: 61 };

/** Prints a table of both transports. */
export async function reportGit(agent: MeasuredAgent): Promise<void> {
  const rows: string[][] = [];
  for (const webSocket of [false, true]) {
    const costs = await measureGit(agent, webSocket);
    for (const action of ['clone', 'fetch', 'checkout'] as const) {
      const { ratio, plainMs, agentCpuMs } = costs[action];
      const what = `${webSocket ? 'WebSocket' : 'TCP'}: ${action}`;
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

/** Measures in pairs, with and without the agent, each as often first as the other. */
export async function measureGit(agent: MeasuredAgent, webSocket: boolean): Promise<GitCosts> {
  return withAgent(agent, webSocket, {}, async ({ computer, directory, process }) => {
    const remote = join(directory, 'remote');
    const url = `file://${remote}`;
    const first = makeRepository(remote);
    const [through, alone] = [join(directory, 'through'), join(directory, 'alone')];
    const client = await RemoteGitClient.open(computer.channel, through, {
      write: () => undefined,
      end: () => undefined,
    });
    const plain = startPlainGit();
    const agentCpu = () => process.cost?.cpuMs ?? NaN;
    const both = (prepare: (path: string) => void) => () => [through, alone].forEach(prepare);
    const fetch = ['fetch', '--tags', '--force', '--progress', '--', url, REFSPEC];
    try {
      const clone = await measure(agentCpu, {
        rounds: ROUNDS.clone,
        prepare: both((path) => {
          rmSync(path, { recursive: true, force: true });
          mkdirSync(path);
        }),
        through: () => client.clone(url),
        plain: () =>
          plain.run({
            cwd: alone,
            commands: [
              ['init', alone],
              fetch,
              ['config', 'remote.origin.url', url],
              ['config', '--add', 'remote.origin.fetch', REFSPEC],
            ],
          }),
      });
      const checkout = await measure(agentCpu, {
        rounds: ROUNDS.checkout,
        prepare: both(emptyWorkTree),
        through: () => client.checkout(first),
        plain: () =>
          plain.run({
            cwd: alone,
            commands: [
              ['config', 'core.sparsecheckout'],
              ['checkout', '-f', first],
            ],
          }),
      });
      const fetched = await measure(agentCpu, {
        rounds: ROUNDS.fetch,
        prepare: () => void addCommit(remote),
        through: () => client.fetch(remote),
        plain: () => plain.run({ cwd: alone, commands: [fetch] }),
      });
      return { clone, checkout, fetch: fetched };
    } finally {
      plain.close();
    }
  });
}

/** Git without an agent: each call runs some commands. */
function startPlainGit() {
  const program = fileURLToPath(new URL('./plain-git.js', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${program} has ended`);
  });
  ended.catch(() => undefined); // it ends when it is closed
  return {
    run: async (commands: GitCommands): Promise<void> => {
      const done = once(child.stdout, 'data');
      child.stdin.write(`${JSON.stringify(commands)}\n`);
      await Promise.race([done, ended]);
    },
    close: () => child.stdin.end(),
  };
}

interface Pair {
  readonly rounds: number;
  /** Makes the same situation for both, outside of the measurement. */
  readonly prepare: () => void;
  readonly through: () => Promise<void>;
  readonly plain: () => Promise<void>;
}

async function measure(agentCpu: () => number, { rounds, prepare, through, plain }: Pair): Promise<GitCost> {
  const [ratios, plainMs, cpuMs]: [number[], number[], number[]] = [[], [], []];
  const withAgent = async () => {
    const before = agentCpu();
    const taken = await milliseconds(through);
    return { taken, cpu: agentCpu() - before };
  };
  for (let round = 0; round <= rounds; round++) {
    prepare();
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

async function milliseconds(action: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

/** The commit that all files are in. */
function makeRepository(path: string): string {
  for (let i = 0; i < FILES; i++) {
    const folder = join(path, `d${Math.floor(i / 200)}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file${i}.txt`), `content of ${i}\n`.repeat(10));
  }
  inRepository(path, 'init', '--quiet');
  inRepository(path, 'add', '.');
  return addCommit(path);
}

let commits = 0;

function addCommit(path: string): string {
  writeFileSync(join(path, 'd0', 'changed.txt'), `commit ${commits++}\n`);
  inRepository(path, 'add', 'd0/changed.txt');
  inRepository(path, 'commit', '--quiet', '--message=another');
  return inRepository(path, 'rev-parse', 'HEAD').trim();
}

function emptyWorkTree(path: string): void {
  inRepository(path, 'rm', '-r', '--quiet', '--force', '--ignore-unmatch', '.');
}

function inRepository(path: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@x', ...args], { cwd: path }).toString();
}
