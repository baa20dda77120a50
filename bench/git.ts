/**
 * What the agent adds to git: clone, fetch of one new commit, and checkout of a repository of 20,000 files, each against the
 * same git commands run one after the other by a program that does nothing else.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { MeasuredAgent } from './agents.js';
import { SshServer } from '../test/callables/git-client/support/ssh-server.js';
import { sshKey } from '../test/callables/git-client/support/values.js';
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

type Action = 'clone' | 'checkout' | 'fetch' | 'fetchSsh';
export type GitCosts = Readonly<Record<Action, GitCost>>;

const FILES = 20_000;
const BRANCH = 'main';
/** Without the packing in the background that git would do now and then. */
const SETTINGS = ['user.name=n', 'user.email=e@x', 'gc.auto=0'].flatMap((setting) => ['-c', setting]);
const COMMIT = [...SETTINGS, 'commit', '--quiet', '--message=another'];
const REFSPEC = '+refs/heads/*:refs/remotes/origin/*';

/** Pairs of runs. A fetch is over in 30 ms, of which the system's other work changes more than the agent does. */
const ROUNDS: Readonly<Record<Action, number>> = { clone: 15, checkout: 9, fetch: 61, fetchSsh: 31 };

const LABELS: Readonly<Record<Action, string>> = {
  clone: 'clone from a folder',
  checkout: 'checkout',
  fetch: 'fetch from a folder',
  fetchSsh: 'fetch over SSH with a key',
};

/** Prints a table of both transports. */
export async function reportGit(agent: MeasuredAgent): Promise<void> {
  const rows: string[][] = [];
  for (const webSocket of [false, true]) {
    const costs = await measureGit(agent, webSocket);
    for (const action of ['clone', 'checkout', 'fetch', 'fetchSsh'] as const) {
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
      const places = placesIn(directory, ssh.url(join(directory, 'remote')));
      const console = { write: () => undefined, end: () => undefined };
      const client = await RemoteGitClient.open(computer.channel, places.through, console, {
        knownHosts: ssh.knownHost,
      });
      await client.addCredentials(places.sshUrl, sshKey(ssh.user, ssh.privateKey));
      const first = await makeRepository(plain, places.remote);
      const pairs = { ...firstPairs(client, plain, places, first), ...fetchPairs(client, plain, places, ssh) };
      const agentCpu = () => process.cost?.cpuMs ?? NaN;
      const clone = await measure(agentCpu, ROUNDS.clone, pairs.clone);
      const checkout = await measure(agentCpu, ROUNDS.checkout, pairs.checkout);
      const fetch = await measure(agentCpu, ROUNDS.fetch, pairs.fetch);
      const fetchSsh = await measure(agentCpu, ROUNDS.fetchSsh, pairs.fetchSsh);
      checkFetched(places);
      return { clone, checkout, fetch, fetchSsh };
    } finally {
      plain.close();
      await ssh.close();
    }
  });
}

interface Places {
  readonly remote: string;
  readonly url: string;
  readonly sshUrl: string;
  /** The agent's workspace. */
  readonly through: string;
  /** Where git works alone. */
  readonly alone: string;
}

function placesIn(directory: string, sshUrl: string): Places {
  const remote = join(directory, 'remote');
  return {
    remote,
    url: `file://${remote}`,
    sshUrl,
    through: join(directory, 'through'),
    alone: join(directory, 'alone'),
  };
}

function firstPairs(client: RemoteGitClient, plain: PlainGit, { url, through, alone }: Places, commit: string) {
  const clone: Pair = {
    prepare: () => {
      for (const path of [through, alone]) {
        rmSync(path, { recursive: true, force: true });
        mkdirSync(path);
      }
      return Promise.resolve();
    },
    through: () => client.clone(url),
    plain: () =>
      plain.run(
        alone,
        ['init', alone],
        fetchCommand(url),
        ['config', 'remote.origin.url', url],
        ['config', '--add', 'remote.origin.fetch', REFSPEC],
      ),
  };
  const checkout: Pair = {
    prepare: async () => {
      for (const path of [through, alone]) {
        await plain.run(path, ['rm', '-r', '--quiet', '--force', '--ignore-unmatch', '.']);
      }
    },
    through: () => client.checkout(commit),
    plain: () => plain.run(alone, ['config', 'core.sparsecheckout'], ['checkout', '-f', commit]),
  };
  return { clone, checkout };
}

function fetchPairs(client: RemoteGitClient, plain: PlainGit, places: Places, ssh: SshServer) {
  const { remote, url, sshUrl, alone } = places;
  const prepare = () => addCommit(plain, remote);
  const fetch: Pair = {
    prepare,
    through: () => client.fetch(url, REFSPEC),
    plain: () => plain.run(alone, fetchCommand(url)),
  };
  const fetchSsh: Pair = {
    prepare,
    through: () => client.fetch(sshUrl, REFSPEC),
    plain: () => plain.run(alone, ['-c', `core.sshCommand=${ssh.command}`, ...fetchCommand(sshUrl)]),
  };
  return { fetch, fetchSsh };
}

function fetchCommand(url: string): string[] {
  return ['fetch', '--tags', '--force', '--progress', '--', url, REFSPEC];
}

/** A git that fails is quick. */
function checkFetched({ remote, through, alone }: Places): void {
  const commit = readRef(remote, 'heads');
  for (const path of [through, alone]) {
    if (readRef(path, 'remotes/origin') !== commit) throw new Error(`${path} has not got the last commit`);
  }
}

function readRef(repository: string, namespace: string): string {
  return readFileSync(join(repository, '.git', 'refs', namespace, BRANCH), 'utf8').trim();
}

type PlainGit = ReturnType<typeof startPlainGit>;

/** Git without an agent: each call runs some commands, one after the other. */
function startPlainGit() {
  const program = fileURLToPath(new URL('./plain-git.js', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${program} has ended`);
  });
  ended.catch(() => undefined); // it ends when it is closed
  return {
    run: async (cwd: string, ...commands: readonly string[][]): Promise<void> => {
      const done = once(child.stdout, 'data');
      const request: GitCommands = { cwd, commands };
      child.stdin.write(`${JSON.stringify(request)}\n`);
      await Promise.race([done, ended]);
    },
    close: () => child.stdin.end(),
  };
}

interface Pair {
  /** Makes the same situation for both, outside of the measurement. */
  readonly prepare: () => Promise<void>;
  readonly through: () => Promise<void>;
  readonly plain: () => Promise<void>;
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

/** Resolves with the commit that all files are in. */
async function makeRepository({ run }: PlainGit, path: string): Promise<string> {
  for (let i = 0; i < FILES; i++) {
    const folder = join(path, `d${Math.floor(i / 200)}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file${i}.txt`), `content of ${i}\n`.repeat(10));
  }
  const init = ['init', '--quiet', `--initial-branch=${BRANCH}`];
  await run(path, init, ['add', '.'], COMMIT, ['repack', '-a', '-d', '-q']);
  return readRef(path, 'heads');
}

let commits = 0;

async function addCommit({ run }: PlainGit, path: string): Promise<void> {
  writeFileSync(join(path, 'd0', 'changed.txt'), `commit ${commits++}\n`);
  await run(path, ['add', 'd0/changed.txt'], COMMIT);
}
