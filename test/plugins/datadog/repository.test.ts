import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JavaObject } from '../../../src/serial/model.js';
import { object } from '../../jenkins/file-path/request.js';
import { TestRepository } from '../git-client/support/repository.js';
import { GitTester, sha1Of } from '../git-client/support/tester.js';

const PACKAGE = 'org.datadog.jenkins.plugins.datadog.util.git.';

let home: string;
let ws: TestRepository;
let git: GitTester;
let head: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(path.join(tmpdir(), 'datadog-git-')));
  ws = TestRepository.create(path.join(home, 'ws'));
  head = ws.commit('a', '1', 'first');
  git = await GitTester.open(ws.path);
});
afterEach(() => rm(home, { recursive: true, force: true }));

const run = (callback: JavaObject) =>
  git.invoke('withRepository', ['org.jenkinsci.plugins.gitclient.RepositoryCallback'], callback);

async function metadata(branchHint: string | null = null, examineRepoRefs = true) {
  const callback = object(`${PACKAGE}GitMetadataBuilderCallback`, { branchHint, examineRepoRefs });
  const answer = (await run(callback)) as JavaObject | null;
  return answer && { ...answer.parts[0]?.values };
}

describe('what datadog asks of a repository', () => {
  it('is where it comes from, its default branch and the one that is checked out', async () => {
    expect(await metadata()).toEqual({ branch: 'main', defaultBranch: 'main', repoUrl: null });
    ws.git('remote', 'add', 'upstream', 'https://example.com/shop.git');
    ws.git('remote', 'add', 'origin', 'https://example.com/fork.git');
    expect(await metadata()).toMatchObject({ repoUrl: 'https://example.com/shop.git' });
    ws.git('update-ref', 'refs/remotes/upstream/trunk', head);
    ws.git('symbolic-ref', 'refs/remotes/upstream/HEAD', 'refs/remotes/upstream/trunk');
    expect(await metadata()).toMatchObject({ defaultBranch: 'refs/remotes/upstream/trunk' });
  });

  it('is, without a branch, one that is at the commit', async () => {
    ws.git('tag', 'v1');
    ws.git('update-ref', 'refs/remotes/origin/release/1', head);
    ws.git('update-ref', 'refs/remotes/origin/work', head);
    ws.git('checkout', '--quiet', '--detach');
    expect(await metadata('release/1')).toMatchObject({ branch: 'release/1' });
    expect(await metadata('other')).toMatchObject({ branch: 'work' });
    expect(await metadata('work', false)).toMatchObject({ branch: null });
  });

  it('is nothing without a commit', async () => {
    const empty = TestRepository.create(path.join(home, 'empty'));
    git = await GitTester.open(empty.path);
    expect(await metadata()).toBeNull();
  });

  it('is a commit, by whatever stands for it', async () => {
    const commit = async (name: string | null) =>
      (await run(object(`${PACKAGE}RevCommitRepositoryCallback`, { commit: name }))) as JavaObject | null;
    expect(sha1Of(await commit('HEAD'))).toBe(head);
    expect(sha1Of(await commit(head))).toBe(head);
    expect(await commit('')).toBeNull();
    expect(await commit(null)).toBeNull();
    await expect(commit('--all')).rejects.toMatchObject({ javaClass: 'java.lang.NullPointerException' });
    await expect(commit('none')).rejects.toMatchObject({ javaClass: 'java.lang.NullPointerException' });
  });
});
