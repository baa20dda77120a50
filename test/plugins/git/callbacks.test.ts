/** The repository callbacks of the git plugin. */
import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { objectId } from '../../../src/plugins/git-client/values/object-id.js';
import { arrayList, boxInt, listValues, objectArray } from '../../../src/serial/jdk.js';
import { JavaClass } from '../../../src/serial/model.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { object } from '../../jenkins/file-path/request.js';
import { TestRepository } from '../git-client/support/repository.js';
import { GitTester, STRING, sha1Of } from '../git-client/support/tester.js';

let home: string;
let ws: TestRepository;
let git: GitTester;
let old: string;
let branch: string;
let head: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'git-callbacks-')));
  ws = TestRepository.create(join(home, 'ws'));
  old = ws.commit('a', '1', 'old');
  ws.git('checkout', '--quiet', '-b', 'side');
  branch = ws.commit('b', '1', 'side');
  ws.git('checkout', '--quiet', 'main');
  head = ws.commit('c', '1', 'head: größer\n\nbody');
  git = await GitTester.open(ws.path);
});
afterEach(() => rm(home, { recursive: true, force: true }));

const run = (callback: JavaObject) =>
  git.invoke('withRepository', ['org.jenkinsci.plugins.gitclient.RepositoryCallback'], callback);

function lambda(className: string, implMethodName: string, ...captured: JavaValue[]): JavaObject {
  const capturingClass = new JavaClass({ ...objectId(old).desc, name: className });
  return object('java.lang.invoke.SerializedLambda', {
    capturingClass,
    implMethodName,
    capturedArgs: objectArray(captured),
  });
}

const revision = (sha1: string) =>
  object('hudson.plugins.git.Revision', { branches: arrayList([]), sha1: objectId(sha1) });
const revisions = (...sha1s: string[]) => arrayList(sha1s.map(revision));
const sha1s = (value: JavaValue) => listValues(value).map((one) => sha1Of((one as JavaObject).get('sha1')));

describe('hooks', () => {
  it('are disabled, and only what disabled them is undone', async () => {
    expect(await run(object('jenkins.plugins.git.DisableHooks'))).toBeNull();
    expect(ws.git('config', '--local', 'core.hooksPath')).toBe('/dev/null');
    expect(await run(object('jenkins.plugins.git.UnsetHooks'))).toBeNull();
    expect(() => ws.git('config', '--local', 'core.hooksPath')).toThrow();
    await run(object('jenkins.plugins.git.UnsetHooks'));
    ws.git('config', 'core.hooksPath', '/my/hooks');
    await run(object('jenkins.plugins.git.UnsetHooks'));
    expect(ws.git('config', '--local', 'core.hooksPath')).toBe('/my/hooks');
    expect(git.log).toBe('');
  });

  it('are disabled by the lambdas of older plugins', async () => {
    const configuration = 'jenkins.plugins.git.GitHooksConfiguration';
    await run(lambda(configuration, 'lambda$configure$2f1f6402$1'));
    expect(ws.git('config', '--local', 'core.hooksPath')).toBe('/dev/null');
    await run(lambda(configuration, 'lambda$configure$2f1f6402$2'));
    expect(() => ws.git('config', '--local', 'core.hooksPath')).toThrow();
  });

  it('cannot be disabled while the configuration is locked, which JGit words', async () => {
    const config = join(ws.path, '.git/config');
    writeFileSync(`${config}.lock`, '');
    const advice = `Ensure that no other process has an open file handle on the lock file ${config}.lock`;
    await expect(run(object('jenkins.plugins.git.DisableHooks'))).rejects.toMatchObject({
      javaClass: 'org.eclipse.jgit.errors.LockFailedException',
      javaMessage: `Cannot lock ${config}. ${advice}, then you may delete the lock file and retry.`,
    });
    expect(existsSync(`${config}.lock`)).toBe(true);
  });

  it('cannot be disabled where the configuration is none', async () => {
    writeFileSync(join(ws.path, '.git/config'), '[core');
    await expect(run(object('jenkins.plugins.git.DisableHooks'))).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
      javaMessage: 'java.io.IOException: Unknown repository format',
      cause: {
        javaClass: 'java.io.IOException',
        cause: {
          javaMessage: expect.stringMatching(/^git config core\.hooksPath \/dev\/null failed: .*bad config/) as string,
        },
      },
    });
  });
});

describe('build choosers', () => {
  it('get revisions in the order of their commits', async () => {
    const chooser = 'hudson.plugins.git.util.DefaultBuildChooser';
    const sort = lambda(chooser, 'lambda$getAdvancedCandidateRevisions$6271abd9$1', revisions(head, old, branch));
    expect(sha1s(await run(sort))).toEqual([old, branch, head]);
    const inverse = lambda(
      'hudson.plugins.git.util.InverseBuildChooser',
      'lambda$getCandidateRevisions$1$1',
      revisions(head, old),
    );
    expect(sha1s(await run(inverse))).toEqual([old, head]);
  });

  it('get the tips among revisions', async () => {
    const all = revisions(old, head, branch, head);
    const filter = lambda('hudson.plugins.git.util.GitUtils', 'lambda$filterTipBranches$7b32aa7f$1', all, all);
    expect(sha1s(await run(filter)).sort()).toEqual([head, branch].sort());
  });

  it('get revisions by age and ancestry', async () => {
    const name = 'hudson.plugins.git.util.AncestryBuildChooser';
    const filter = (age: JavaValue, ancestor: string | null) => {
      const chooser = object(name, { maximumAgeInDays: age, ancestorCommitSha1: ancestor });
      return run(lambda(name, 'lambda$getCandidateRevisions$8a1f$1', chooser, revisions(old, branch, head)));
    };
    expect(sha1s(await filter(null, branch))).toEqual([branch]);
    expect(sha1s(await filter(boxInt(-1), old))).toEqual([old, branch, head]);
    expect(sha1s(await filter(boxInt(1), null))).toEqual([]);
    expect(sha1s(await filter(boxInt(100_000), ''))).toEqual([old, branch, head]);
    await expect(filter(null, 'nonsense')).rejects.toThrow('Invalid id: nonsense');
  });
});

describe('the commit that is built', () => {
  const callback = (sha1: string) =>
    object('hudson.plugins.git.util.RevCommitRepositoryCallback', {
      revToBuild: object('hudson.plugins.git.util.Build', { revision: revision(sha1) }),
    });

  it('is answered as it is stored', async () => {
    const commit = (await run(callback(head))) as JavaObject;
    expect(sha1Of(commit)).toBe(head);
    expect(commit.get('commitTime')).toBe(1_700_000_003);
    const { elements } = commit.get('buffer') as { elements: Buffer };
    expect(elements.toString()).toBe(`${ws.git('cat-file', 'commit', head)}\n`);
    expect(listValues(commit.get('parents')).map(sha1Of)).toEqual([old]);
    expect(sha1Of(commit.get('tree') ?? null)).toBe(ws.git('rev-parse', 'HEAD^{tree}'));
  });

  it('may be missing', async () => {
    await expect(run(callback('1'.repeat(40)))).rejects.toMatchObject({
      javaClass: 'org.eclipse.jgit.errors.MissingObjectException',
    });
  });
});

it('refuses what it does not know, by name', async () => {
  await expect(run(object('org.example.Callback'))).rejects.toMatchObject({
    javaClass: 'java.io.IOException',
    javaMessage: 'The repository callback org.example.Callback is not known to this agent',
  });
  await expect(run(lambda('org.example.Other', 'lambda$x$1'))).rejects.toThrow('org.example.Other.lambda$x$1');
  await expect(git.invoke('revParse', [STRING], 'HEAD')).resolves.toBeDefined();
});
