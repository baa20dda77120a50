import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replay } from './replay.js';

/**
 * Between the checkouts the recorded job runs shells, which list files with their dates; a replay does not wait for them as a
 * controller does either.
 */
const OF_A_SHELL = /durabletask|hudson\.Launcher\$/;

/** The only commit of the recorded repository, and its tree. */
const RECORDED_COMMIT = '88dd34b702a924de93795b7e15e05f35c9127f4f';
const RECORDED_TREE = '573e31609b50a0371eb713614e2f2df4405a7330';

describe('a checkout, one into a folder after cleaning it, and a second build with a changelog', () => {
  it.each(['core-2.462', 'core-2.541', 'core-2.568'] as const)(
    'answer %s as the official agent does',
    async (generation) => {
      const { differences, compared } = await replay(generation, 'git', undefined, recordedRemote);
      expect(differences.filter(({ what }) => !OF_A_SHELL.test(what))).toEqual([]);
      expect(compared).toBeGreaterThanOrEqual(50);
    },
  );
});

/**
 * A repository where the recorded one was, /srv/git/demo. Which files that had was not recorded, so its tree and its commit
 * have other names here; author, time and message are the same.
 */
async function recordedRemote(home: string): Promise<[string, string][]> {
  const remote = join(home, 'srv/git/demo');
  await mkdir(join(remote, 'src'), { recursive: true });
  await writeFile(join(remote, 'README'), 'hello\n');
  await writeFile(join(remote, 'src/main.c'), 'int main(void) { return 0; }\n');
  const environment = {
    PATH: process.env['PATH'],
    HOME: home,
    GIT_AUTHOR_NAME: 'n',
    GIT_AUTHOR_EMAIL: 'a@b.c',
    GIT_AUTHOR_DATE: '1795196057 +0000',
    GIT_COMMITTER_NAME: 'n',
    GIT_COMMITTER_EMAIL: 'a@b.c',
    GIT_COMMITTER_DATE: '1795196057 +0000',
  };
  const git = (...args: string[]) => execFileSync('git', args, { cwd: remote, env: environment }).toString().trim();
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message=first commit');
  const [commit, tree] = [git('rev-parse', 'HEAD'), git('rev-parse', 'HEAD^{tree}')];
  return [
    ['/srv/git', join(home, 'srv/git')],
    ['git version 2.39.5', git('--version')],
    [RECORDED_COMMIT, commit],
    [RECORDED_TREE, tree],
    // Inside the commit as the bytes of its text.
    [decimals(RECORDED_TREE), decimals(tree)],
  ];
}

function decimals(text: string): string {
  return [...Buffer.from(text)].join();
}
