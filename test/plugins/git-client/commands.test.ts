/** The command builders over real repositories. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { declareEnum } from '../../../src/serial/declare.js';
import { arrayList, boxBoolean, boxInt } from '../../../src/serial/jdk.js';
import { objectId } from '../../../src/plugins/git-client/values/object-id.js';
import { object } from '../../jenkins/file-path/request.js';
import { changelogCommand } from '../../../src/plugins/git-client/commands/changelog.js';
import { checkoutCommand } from '../../../src/plugins/git-client/commands/checkout.js';
import { cloneCommand } from '../../../src/plugins/git-client/commands/clone.js';
import { fetchCommand } from '../../../src/plugins/git-client/commands/fetch.js';
import { initCommand } from '../../../src/plugins/git-client/commands/init.js';
import { mergeCommand } from '../../../src/plugins/git-client/commands/merge.js';
import { pushCommand } from '../../../src/plugins/git-client/commands/push.js';
import { rebaseCommand } from '../../../src/plugins/git-client/commands/rebase.js';
import { revListCommand } from '../../../src/plugins/git-client/commands/rev-list.js';
import { expectCovered } from './support/builders-covered.js';
import { GIT_ENVIRONMENT, TestRepository } from './support/repository.js';
import { GitTester, INTEGER, LIST, OBJECT_ID, STRING, URI_ISH } from './support/tester.js';
import type { Invocation } from './support/tester.js';
import { refSpec, uriIsh } from './support/values.js';

const [TRUE, FALSE] = [boxBoolean(true), boxBoolean(false)];
const STRATEGY = declareEnum('org.jenkinsci.plugins.gitclient.MergeCommand$Strategy', [
  'DEFAULT',
  'OURS',
  'RECURSIVE_THEIRS',
]);
const FAST_FORWARD = declareEnum('org.jenkinsci.plugins.gitclient.MergeCommand$GitPluginFastForwardMode', [
  'FF_ONLY',
  'NO_FF',
]);
const ALL = '+refs/heads/*:refs/remotes/origin/*';

expectCovered(initCommand, cloneCommand, fetchCommand, checkoutCommand, pushCommand, mergeCommand);
expectCovered(rebaseCommand, revListCommand, changelogCommand);

let home: string;
let remote: TestRepository;
let ws: TestRepository;
let git: GitTester;
let first: string;
let second: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'git-commands-')));
  remote = TestRepository.create(join(home, 'remote'));
  first = remote.commit('a.txt', 'one\n', 'first');
  remote.git('tag', 'v1');
  second = remote.commit('src/b.txt', 'two\n', 'second');
  ws = new TestRepository(join(home, 'ws'));
  git = await GitTester.open(ws.path, { env: { GIT_ALLOW_PROTOCOL: 'file' } });
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Lines of the log without those that ask for the version. */
const lines = () => git.newLines().filter((line) => !line.startsWith(' > git --version'));
const clone = (...more: Invocation[]) => git.execute('CloneCommand', ['url', [STRING], remote.url], ...more);

describe('clone', () => {
  it('is init and fetch, in a workspace that is emptied', async () => {
    await mkdir(join(home, 'ws/old'), { recursive: true });
    await clone(['repositoryName', [STRING], 'up'], ['noCheckout', []], ['timeout', [INTEGER], boxInt(7)]);
    expect(lines()).toEqual([
      `Cloning repository ${remote.url}`,
      ` > git init ${home}/ws # timeout=10`,
      `Fetching upstream changes from ${remote.url}`,
      ` > git fetch --tags --force --progress -- ${remote.url} +refs/heads/*:refs/remotes/up/* # timeout=7`,
      ` > git config remote.up.url ${remote.url} # timeout=10`,
      ' > git config --add remote.up.fetch +refs/heads/*:refs/remotes/up/* # timeout=10',
    ]);
    expect(await readdir(join(home, 'ws'))).toEqual(['.git']);
    expect(ws.git('tag')).toBe('v1');
  });

  it('is shallow, without tags, of some branches', async () => {
    await clone(
      ['shallow', ['boolean'], TRUE],
      ['depth', [INTEGER], boxInt(1)],
      ['tags', ['boolean'], FALSE],
      ['refspecs', [LIST], arrayList([refSpec('+refs/heads/main:refs/remotes/origin/main')])],
    );
    expect(git.log).toContain(` > git fetch --no-tags --force --progress --depth=1 -- ${remote.url} +refs/heads/main:`);
    expect(ws.git('rev-list', '--all')).toBe(second);
    await clone(['shallow', []], ['depth', [INTEGER], null]);
    expect(git.log).toContain('--tags --force --progress --depth=1');
  });

  it('borrows objects from a reference or from the origin', async () => {
    await clone(['reference', [STRING], remote.path]);
    const alternates = join(home, 'ws/.git/objects/info/alternates');
    expect(readFileSync(alternates, 'utf8')).toBe(join(remote.path, '.git/objects'));
    expect(git.log).toContain(`Using reference repository: ${remote.path}\n`);
    git.newLines();
    // Java keeps `..` in the reference's path.
    const detour = `${remote.path}/../${basename(remote.path)}`;
    await clone(['reference', [STRING], detour]);
    expect(readFileSync(alternates, 'utf8')).toBe(`${detour}/.git/objects`);
    git.newLines();
    await clone(['reference', [STRING], '/none']);
    expect(git.newLines()).toContain('[WARNING] Reference path does not exist: /none');
    await clone(['reference', [STRING], join(remote.path, 'a.txt')], ['shared', []]);
    const shared = git.newLines();
    expect(shared).toContain('[WARNING] Both shared and reference is used, shared is ignored.');
    expect(shared).toContain(`[WARNING] Reference path is not a directory: ${remote.path}/a.txt`);
    await clone(['reference', [STRING], home]);
    expect(git.newLines().join('\n')).toContain('does not contain an objects directory (not a git repo?)');
    await git.execute('CloneCommand', ['url', [STRING], remote.path], ['shared', ['boolean'], TRUE]);
    expect(existsSync(alternates)).toBe(true);
  });

  it('fails with what git says, and refuses a URL that is none', async () => {
    await expect(git.execute('CloneCommand', ['url', [STRING], `file://${home}/none`])).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
      message: expect.stringMatching(
        /^Command "git fetch .*" returned status code 128:\nstdout: \nstderr: fatal: .*\/none' does not (exist|appear)/s,
      ) as string,
    });
    await expect(git.execute('CloneCommand', ['url', [STRING], ''])).rejects.toMatchObject({
      javaClass: 'java.lang.IllegalArgumentException',
      javaMessage: 'Invalid repository ',
    });
  });
});

describe('init and fetch', () => {
  it('makes a directory, with a work tree or bare', async () => {
    await mkdir(ws.path);
    await git.execute('InitCommand', ['workspace', [STRING], join(home, 'x/y')], ['bare', ['boolean'], TRUE]);
    expect(existsSync(join(home, 'x/y/HEAD'))).toBe(true);
    writeFileSync(join(home, 'file'), '');
    await expect(git.execute('InitCommand', ['workspace', [STRING], join(home, 'file')])).rejects.toThrow(
      'Could not init',
    );
  });

  it('fetches with pruning, from a URL or the name of a remote', async () => {
    await clone();
    remote.git('branch', 'gone');
    const from = ['from', [URI_ISH, LIST], uriIsh(remote.url), arrayList([refSpec(ALL)])] as const;
    await git.execute('FetchCommand', from, ['tags', ['boolean'], FALSE], ['shallow', ['boolean'], FALSE]);
    expect(ws.git('branch', '--remotes')).toContain('gone');
    remote.git('branch', '-D', 'gone');
    await git.execute('FetchCommand', from, ['prune', []], ['depth', [INTEGER], null], ['timeout', [INTEGER], null]);
    expect(ws.git('branch', '--remotes')).not.toContain('gone');
    git.newLines();
    await git.execute('FetchCommand', ['from', [URI_ISH, LIST], uriIsh('origin'), null], ['prune', ['boolean'], TRUE]);
    expect(lines()).toEqual([
      'Fetching upstream changes from origin',
      ' > git config --get remote.origin.url # timeout=10',
      ' > git fetch --tags --force --progress --prune -- origin # timeout=10',
    ]);
  });
});

describe('checkout', () => {
  const checkout = (...calls: Invocation[]) => git.execute('CheckoutCommand', ...calls);

  it('detaches the head, or makes the branch anew', async () => {
    await clone();
    lines();
    await checkout(['ref', [STRING], first]);
    expect(lines()).toEqual([
      ' > git config core.sparsecheckout # timeout=10',
      ` > git checkout -f ${first} # timeout=10`,
    ]);
    const branch = [
      ['branch', [STRING], 'main'],
      ['deleteBranchIfExist', ['boolean'], TRUE],
      ['timeout', [INTEGER], boxInt(3)],
    ] as const;
    await checkout(['ref', [STRING], first], ...branch);
    await checkout(['ref', [STRING], second], ...branch);
    expect(lines().slice(-5)).toEqual([
      ' > git config core.sparsecheckout # timeout=10',
      ` > git checkout -f ${second} # timeout=3`,
      ' > git branch -a -v --no-abbrev # timeout=10',
      ' > git branch -D main # timeout=10',
      ` > git checkout -b main ${second} # timeout=3`,
    ]);
    expect(ws.git('rev-parse', 'main')).toBe(second);
  });

  it('is sparse, and whole again', async () => {
    await clone();
    const ref = ['ref', [STRING], second] as const;
    await checkout(ref, ['sparseCheckoutPaths', [LIST], arrayList(['src/', '$NOT_SET'])]);
    expect(await readdir(join(home, 'ws'))).toEqual(['.git', 'src']);
    expect(readFileSync(join(home, 'ws/.git/info/sparse-checkout'), 'utf8')).toBe('src/\n$NOT_SET\n');
    const path = object('hudson.plugins.git.extensions.impl.SparseCheckoutPath', { path: '/a.txt' });
    const mapping = object('hudson.plugins.git.extensions.impl.SparseCheckoutPath$SparseCheckoutPathToPath');
    const view = object('com.google.common.collect.Lists$TransformingRandomAccessList', {
      fromList: arrayList([path]),
      function: mapping,
    });
    await checkout(ref, ['sparseCheckoutPaths', [LIST], view]);
    expect(await readdir(join(home, 'ws'))).toEqual(['.git', 'a.txt']);
    await checkout(ref, ['sparseCheckoutPaths', [LIST], null]);
    expect((await readdir(join(home, 'ws'))).sort()).toEqual(['.git', 'a.txt', 'src']);
    expect(ws.git('config', 'core.sparsecheckout')).toBe('false');
  });

  it('is not sparse where the folder for the paths cannot be made', async () => {
    await clone();
    const info = join(home, 'ws/.git/info');
    await rm(info, { recursive: true });
    await symlink('nowhere', info);
    const sparse = checkout(['ref', [STRING], second], ['sparseCheckoutPaths', [LIST], arrayList(['src/'])]);
    await expect(sparse).rejects.toMatchObject({
      cause: { javaMessage: `Impossible to create sparse checkout dir ${info}` },
    });
  });

  it('fetches large files after it, with the filter off meanwhile', async () => {
    await clone();
    const bin = join(home, 'bin');
    await mkdir(bin);
    writeFileSync(join(bin, 'git-lfs'), `#!/bin/sh\necho "$* $GIT_LFS_SKIP_SMUDGE" >> ${home}/lfs\n`);
    await chmod(join(bin, 'git-lfs'), 0o755);
    const agentEnvironment = { ...GIT_ENVIRONMENT, PATH: `${bin}:${GIT_ENVIRONMENT['PATH'] ?? ''}` };
    git = await GitTester.open(ws.path, { agentEnvironment });
    const paths = ['sparseCheckoutPaths', [LIST], arrayList(['src/', '!src/no'])] as const;
    await checkout(['ref', [STRING], second], ['lfsRemote', [STRING], 'origin'], paths, [
      'lfsCredentials',
      ['com.cloudbees.plugins.credentials.common.StandardCredentials'],
      null,
    ]);
    expect(readFileSync(join(home, 'lfs'), 'utf8')).toBe('pull origin \n');
    expect(ws.git('config', 'lfs.fetchinclude')).toBe('src/');
    expect(ws.git('config', 'lfs.fetchexclude')).toBe('src/no');
    await checkout(
      ['ref', [STRING], second],
      ['lfsRemote', [STRING], 'origin'],
      ['sparseCheckoutPaths', [LIST], arrayList([])],
    );
    expect(() => ws.git('config', 'lfs.fetchinclude')).toThrow();
  });

  it('tells a lock from other failures', async () => {
    await clone();
    await expect(checkout(['ref', [STRING], 'none'])).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
      javaMessage: 'Could not checkout none',
      cause: { message: expect.stringContaining('returned status code 1') as string },
    });
    await expect(checkout(['ref', [STRING], 'none'], ['branch', [STRING], 'b'])).rejects.toThrow(
      'Could not checkout b with start point none',
    );
    writeFileSync(join(home, 'ws/.git/index.lock'), '');
    await expect(checkout(['ref', [STRING], second])).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitLockFailedException',
      javaMessage: 'Could not lock repository. Please try again',
    });
  });
});

describe('push, merge, rebase', () => {
  beforeEach(async () => {
    await clone();
    ws.git('checkout', '--quiet', '-b', 'work', first);
    ws.commit('work.txt', 'w', 'work');
    git = await GitTester.open(ws.path, { agentEnvironment: GIT_ENVIRONMENT });
  });

  it('pushes commits and tags, by force if it must', async () => {
    ws.git('tag', 'pushed');
    const to = ['to', [URI_ISH], uriIsh(remote.url)] as const;
    await git.execute('PushCommand', to, ['ref', [STRING], 'HEAD:refs/heads/p'], ['tags', ['boolean'], TRUE]);
    expect(remote.git('rev-parse', 'p', 'pushed^{commit}').split('\n')).toEqual(
      Array(2).fill(ws.git('rev-parse', 'HEAD')),
    );
    ws.git('commit', '--quiet', '--amend', '--message=other');
    const ref = ['ref', [STRING], 'HEAD:refs/heads/p'] as const;
    await expect(git.execute('PushCommand', to, ref, ['timeout', [INTEGER], boxInt(1)])).rejects.toThrow('rejected');
    await git.execute('PushCommand', to, ref, ['force', []], ['timeout', [INTEGER], boxInt(2)]);
    await git.execute('PushCommand', to, ref, ['force', ['boolean'], TRUE]);
    expect(git.newLines().at(-1)).toBe(` > git push ${remote.url} HEAD:refs/heads/p -f # timeout=10`);
    await expect(git.execute('PushCommand')).rejects.toThrow("PushCommand requires a 'remote'");
  });

  it('merges by strategies, squashed, without a commit', async () => {
    const revision = ['setRevisionToMerge', [OBJECT_ID], objectId(second)] as const;
    const strategy = 'org.jenkinsci.plugins.gitclient.MergeCommand$Strategy';
    const mode = 'org.jenkinsci.plugins.gitclient.MergeCommand$GitPluginFastForwardMode';
    await git.execute(
      'MergeCommand',
      revision,
      ['setCommit', ['boolean'], FALSE],
      ['setStrategy', [strategy], STRATEGY.RECURSIVE_THEIRS],
    );
    expect(git.newLines().at(-1)).toMatch(
      / > git merge --no-commit -s recursive --strategy-option theirs [0-9a-f]{40} #/,
    );
    ws.git('merge', '--abort');
    await git.execute(
      'MergeCommand',
      revision,
      ['setSquash', ['boolean'], TRUE],
      ['setStrategy', [strategy], STRATEGY.DEFAULT],
    );
    ws.git('reset', '--hard');
    await git.execute(
      'MergeCommand',
      revision,
      ['setMessage', [STRING], 'joined $HOME'],
      ['setGitPluginFastForwardMode', [mode], FAST_FORWARD.NO_FF],
    );
    expect(ws.git('log', '-1', '--format=%s %P')).toMatch(new RegExp(`^joined /nonexistent .*${second}$`));
    await expect(git.execute('MergeCommand')).rejects.toThrow('MergeCommand requires a revision to merge');
  });

  it('rebases, and takes back what cannot be', async () => {
    await git.execute('RebaseCommand', ['setUpstream', [STRING], 'origin/main']);
    expect(ws.git('rev-parse', 'HEAD^')).toBe(second);
    ws.commit('src/b.txt', 'conflict');
    const third = remote.commit('src/b.txt', 'other');
    ws.git('fetch', '--quiet', 'origin');
    await expect(git.execute('RebaseCommand', ['setUpstream', [STRING], third])).rejects.toThrow(
      `Could not rebase ${third}`,
    );
    expect(ws.git('status', '--short')).toBe('');
  });
});

describe('history', () => {
  it('lists revisions', async () => {
    await clone();
    lines();
    const to = ['to', [LIST], arrayList([])] as const;
    await git.execute('RevListCommand', to, ['all', []], ['firstParent', []]);
    await git.execute('RevListCommand', to, ['all', ['boolean'], TRUE], ['firstParent', ['boolean'], TRUE]);
    await git.execute('RevListCommand', to, ['nowalk', ['boolean'], TRUE], ['reference', [STRING], 'origin/main']);
    expect(lines()).toEqual([
      ' > git rev-list --first-parent --all # timeout=10',
      ' > git rev-list --first-parent --all # timeout=10',
      ' > git rev-list --no-walk origin/main # timeout=10',
    ]);
    await expect(git.execute('RevListCommand', ['all', []])).rejects.toThrow(
      "RevListCommand requires a value for 'to'",
    );
  });

  it('writes the changelog in the raw format with dates in ISO 8601', async () => {
    const third = remote.commit('c.txt', 'ü', 'dritter: größer\n\nwith a body');
    await clone();
    const writer = git.call.newWriter();
    const to = ['to', ['java.io.Writer'], writer.value] as const;
    await git.execute(
      'ChangelogCommand',
      ['includes', [OBJECT_ID], objectId(third)],
      ['excludes', [STRING], second],
      to,
      ['max', ['int'], boxInt(1024)],
    );
    const stored = remote.git('cat-file', 'commit', third);
    const [tree, parent] = stored.split('\n');
    expect(writer.text().split('\n').slice(0, -2)).toEqual([
      `commit ${third}`,
      tree,
      parent,
      'author An Author <author@example.org> 2023-11-14 22:13:23 +0000',
      'committer A Committer <committer@example.org> 2023-11-14 22:13:23 +0000',
      '',
      '    dritter: größer',
      '    ',
      '    with a body',
      '',
      '',
    ]);
    expect(writer.text()).toMatch(/\n:000000 100644 0{40} [0-9a-f]{40} A\tc\.txt\n$/);
    expect(writer.closed).toBe(true);
    expect(writer.late).toBe(0);
    const again = git.call.newWriter();
    await git.execute(
      'ChangelogCommand',
      ['includes', [STRING], 'origin/main'],
      ['excludes', [OBJECT_ID], objectId(second)],
      ['abort', []],
      ['to', ['java.io.Writer'], again.value],
    );
    expect(again.text()).toBe(writer.text());
  });

  it('says where a changelog failed, with the words of git in the log', async () => {
    await clone();
    const writer = git.call.newWriter();
    const calls = [['includes', [STRING], 'none'] as const, ['to', ['java.io.Writer'], writer.value] as const];
    await expect(git.execute('ChangelogCommand', ...calls, ['excludes', [OBJECT_ID], objectId(first)])).rejects.toThrow(
      `Error: git log --raw --no-merges --no-abbrev -M "--format=commit %H%ntree`,
    );
    expect(git.log).toContain("fatal: ambiguous argument 'none'");
    expect(writer.closed).toBe(true);
    await expect(git.execute('ChangelogCommand', ['abort', []])).rejects.toMatchObject({
      javaClass: 'java.lang.IllegalStateException',
    });
  });
});
