/** What is measured of git: each action through the agent, and as the commands that git runs for it. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SshServer } from '../test/plugins/git-client/support/ssh-server.js';
import type { PlainGit } from './git-alone.js';
import type { RemoteGitClient } from './git-client.js';
import { addCommit } from './git-repository.js';

export const ACTIONS = ['cloneSsh', 'clone', 'checkout', 'fetchSsh', 'fetch'] as const;
export type Action = (typeof ACTIONS)[number];

export const LABELS: Readonly<Record<Action, string>> = {
  cloneSsh: 'clone over SSH',
  clone: 'clone from a folder',
  checkout: 'checkout',
  fetchSsh: 'fetch over SSH',
  fetch: 'fetch from a folder',
};

/** One way and the other. */
export interface Pair {
  /** Makes the same situation for both, outside of the measurement. */
  readonly prepare: () => Promise<void>;
  readonly through: () => Promise<void>;
  readonly plain: () => Promise<void>;
}

export interface Places {
  /** The repository. */
  readonly remote: string;
  /** The agent's workspace. */
  readonly through: string;
  /** Where git works alone. */
  readonly alone: string;
}

const REFSPEC = '+refs/heads/*:refs/remotes/origin/*';

export function placesIn(directory: string): Places {
  const [remote, through, alone] = ['remote', 'through', 'alone'].map((name) => join(directory, name));
  return { remote, through, alone } as Places;
}

/** @param commit what is checked out */
export function actions(
  { remote, through, alone }: Places,
  client: RemoteGitClient,
  plain: PlainGit,
  ssh: SshServer,
  commit: string,
): Readonly<Record<Action, Pair>> {
  const [url, sshUrl] = [`file://${remote}`, ssh.url(remote)];
  const clone = (from: string): Pair => ({
    prepare: () => {
      for (const path of [through, alone]) {
        rmSync(path, { recursive: true, force: true });
        mkdirSync(path);
      }
      return Promise.resolve();
    },
    through: () => client.clone(from),
    plain: () =>
      plain.run(
        alone,
        ['init', alone],
        fetchCommand(from, ssh),
        ['config', 'remote.origin.url', from],
        ['config', '--add', 'remote.origin.fetch', REFSPEC],
      ),
  });
  const fetch = (from: string): Pair => ({
    prepare: () => addCommit(plain, remote),
    through: () => client.fetch(from, REFSPEC),
    plain: () => plain.run(alone, fetchCommand(from, ssh)),
  });
  const checkout: Pair = {
    prepare: async () => {
      const removal = ['rm', '-r', '--quiet', '--force', '--ignore-unmatch', '.'];
      for (const path of [through, alone]) await plain.run(path, removal);
    },
    through: () => client.checkout(commit),
    plain: () => plain.run(alone, ['config', 'core.sparsecheckout'], ['checkout', '-f', commit]),
  };
  return { cloneSsh: clone(sshUrl), clone: clone(url), checkout, fetchSsh: fetch(sshUrl), fetch: fetch(url) };
}

function fetchCommand(url: string, ssh: SshServer): string[] {
  const settings = ['-c', `core.sshCommand=${ssh.command}`];
  return [...settings, 'fetch', '--tags', '--force', '--progress', '--', url, REFSPEC];
}
