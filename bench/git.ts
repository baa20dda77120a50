/**
 * What the agent adds to git: clone, fetch of one new commit, and checkout of a repository of 20,000 files, each against the
 * same git commands run one after the other without an agent. Ratios: 1.05 is five percent more.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MeasuredAgent } from './agents.js';
import { RemoteGitClient } from './git-client.js';
import { median } from './statistics.js';
import { formatTable } from './table.js';
import { withAgent } from './with-agent.js';

export interface GitCosts {
  readonly clone: number;
  readonly fetch: number;
  readonly checkout: number;
}

const FILES = 20_000;
const REFSPEC = '+refs/heads/*:refs/remotes/origin/*';

/** Prints a table of both transports. */
export async function reportGit(agent: MeasuredAgent): Promise<void> {
  const [tcp, webSocket] = [await measureGit(agent, false), await measureGit(agent, true)];
  const rows = (['clone', 'fetch', 'checkout'] as const).map((key) => [
    key,
    tcp[key].toFixed(2),
    webSocket[key].toFixed(2),
  ]);
  console.log(`\n${formatTable(['git through the agent, times plain git', 'TCP', 'WebSocket'], rows)}`);
}

/** Measures each in `rounds` pairs, with and without the agent in turn; the ratio of the medians. */
export async function measureGit(agent: MeasuredAgent, webSocket: boolean, rounds = 5): Promise<GitCosts> {
  return withAgent(agent, webSocket, {}, async ({ computer, directory }) => {
    const remote = join(directory, 'remote');
    const commit = makeRepository(remote);
    const [through, plain] = [join(directory, 'through'), join(directory, 'plain')];
    const client = await RemoteGitClient.open(computer.channel, through, {
      write: () => undefined,
      end: () => undefined,
    });
    const git = (...args: string[]) => void execFileSync('git', args, { cwd: plain, stdio: 'ignore' });
    const url = `file://${remote}`;

    const clone = await ratio(
      rounds,
      () => client.clone(url),
      async () => {
        await rm(plain, { recursive: true, force: true });
        mkdirSync(plain);
        git('init', plain);
        git('--version');
        git('fetch', '--tags', '--force', '--progress', '--', url, REFSPEC);
        git('config', 'remote.origin.url', url);
        git('config', '--add', 'remote.origin.fetch', REFSPEC);
      },
    );
    const checkout = await ratio(
      rounds,
      () => client.checkout(commit),
      () => {
        silently(() => git('config', 'core.sparsecheckout'));
        git('checkout', '-f', commit);
      },
      [through, plain].map((path) => () => emptyWorkTree(path)),
    );
    const fetch = await ratio(
      rounds,
      () => client.fetch(remote),
      () => {
        git('fetch', '--tags', '--force', '--progress', '--', url, REFSPEC);
      },
      [() => addCommit(remote), () => undefined],
    );
    return { clone, checkout, fetch };
  });
}

/** @param before what makes the same situation for the one and for the other, outside of the measurement */
async function ratio(
  rounds: number,
  through: () => Promise<void>,
  plain: () => Promise<void> | void,
  before: readonly (() => void)[] = [],
): Promise<number> {
  const [withAgentMs, withoutMs]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    before[0]?.();
    const first = await milliseconds(through);
    before[1]?.();
    const second = await milliseconds(plain);
    // The first round fills the caches of the system.
    if (round === 0) continue;
    withAgentMs.push(first);
    withoutMs.push(second);
  }
  return median(withAgentMs) / median(withoutMs);
}

async function milliseconds(action: () => Promise<void> | void): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

function makeRepository(path: string): string {
  for (let i = 0; i < FILES; i++) {
    if (i % 200 === 0) mkdirSync(join(path, `d${i / 200}`), { recursive: true });
    writeFileSync(join(path, `d${Math.floor(i / 200)}`, `file${i}.txt`), `content of ${i}\n`.repeat(10));
  }
  inRepository(path, 'init', '--quiet');
  inRepository(path, 'add', '.');
  return addCommit(path);
}

function addCommit(path: string): string {
  inRepository(path, 'commit', '--quiet', '--allow-empty', '--message=another');
  return inRepository(path, 'rev-parse', 'HEAD').trim();
}

function emptyWorkTree(path: string): void {
  inRepository(path, 'rm', '-r', '--quiet', '--force', '--ignore-unmatch', '.');
}

function inRepository(path: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@x', ...args], { cwd: path }).toString();
}

/** For git commands that tell something by failing. */
function silently(action: () => void): void {
  try {
    action();
  } catch {
    // The exit code is the answer.
  }
}
