/** The methods of IGitAPI for branches, tags, refs, revisions, notes and submodules. */
import { existsSync } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrayList, listValues } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { objectId } from '../../../src/plugins/git-client/values/object-id.js';
import { object } from '../../jenkins/file-path/request.js';
import { FALSE, MethodsFixture, strings, TRUE, truth } from './support/methods-fixture.js';
import { TestRepository } from './support/repository.js';
import { named, OBJECT_ID, sha1Of, STRING } from './support/tester.js';
import { branchMethods } from '../../../src/plugins/git-client/methods/branches.js';
import { tagMethods } from '../../../src/plugins/git-client/methods/tags.js';
import { refMethods } from '../../../src/plugins/git-client/methods/refs.js';
import { revisionMethods } from '../../../src/plugins/git-client/methods/revisions.js';
import { submoduleMethods } from '../../../src/plugins/git-client/methods/submodules.js';

const fixture = new MethodsFixture(branchMethods, tagMethods, refMethods, revisionMethods, submoduleMethods);

describe('branches, tags, refs and revisions', () => {
  it('lists, makes and deletes branches', async () => {
    const { first, second } = fixture;
    const { git } = await fixture.cloned();
    await git.invoke('branch', [STRING], 'mine');
    expect(named(await git.invoke('getBranches'))).toEqual([
      `main ${second}`,
      `mine ${second}`,
      `remotes/origin/feature/x ${first}`,
      `remotes/origin/main ${second}`,
    ]);
    await git.invoke('deleteBranch', [STRING], 'mine');
    git.newLines();
    expect(named(await git.invoke('getRemoteBranches'))).toEqual([
      `origin/feature/x ${first}`,
      `origin/main ${second}`,
    ]);
    expect(git.newLines()).toEqual([
      'Seen branch in repository origin/feature/x',
      'Seen branch in repository origin/main',
      'Seen 2 remote branches',
    ]);
    expect(named(await git.invoke('getBranchesContaining', [STRING], second))).toEqual([
      `main ${second}`,
      `remotes/origin/main ${second}`,
    ]);
    expect(named(await git.invoke('getBranchesContaining', [STRING, 'boolean'], second, FALSE))).toEqual([
      `main ${second}`,
    ]);
    await expect(git.invoke('deleteBranch', [STRING], 'none')).rejects.toThrow('Could not delete branch none');
  });

  it('lists, makes and deletes tags', async () => {
    const { home, first, second } = fixture;
    const { git } = await fixture.cloned();
    await git.invoke('setAuthor', [STRING, STRING], 'n', 'e');
    await git.invoke('tag', [STRING, STRING], 'my tag', 'a comment');
    expect(truth(await git.invoke('tagExists', [STRING], 'my_tag'))).toBe(true);
    expect(truth(await git.invoke('tagExists', [STRING], 'other'))).toBe(false);
    expect(await git.invoke('getTagMessage', [STRING], 'v1')).toBe('Version one\n\nwith more');
    expect(strings(await git.invoke('getTagNames', [STRING], '*')).sort()).toEqual(['light', 'my_tag', 'v1']);
    expect(strings(await git.invoke('getRemoteTagNames', [STRING], 'v*')).sort()).toEqual(['v1', 'v1^{}']);
    expect(named(await git.invoke('getTags'))).toEqual([`light ${first}`, `my_tag ${second}`, `v1 ${first}`]);
    expect(named(await git.invoke('getTagsOnCommit', [STRING], first))).toEqual([`light ${first}`]);
    await git.invoke('deleteTag', [STRING], 'my tag');
    expect(await git.invoke('describe', [STRING], 'HEAD')).toMatch(/^v1-1-g/);
    const empty = await fixture.open(join(home, 'empty'));
    await empty.invoke('init');
    expect(listValues(await empty.invoke('getTags'))).toEqual([]);
  });

  it('makes, finds and deletes refs', async () => {
    const { git } = await fixture.cloned();
    await git.invoke('ref', [STRING], 'refs/x/a ref');
    expect(truth(await git.invoke('refExists', [STRING], 'refs/x/a ref'))).toBe(true);
    expect(strings(await git.invoke('getRefNames', [STRING], 'refs/x/'))).toEqual(['refs/x/a_ref']);
    expect(strings(await git.invoke('getRefNames', [STRING], '')).length).toBeGreaterThan(4);
    await git.invoke('deleteRef', [STRING], 'refs/x/a_ref');
    expect(truth(await git.invoke('refExists', [STRING], 'refs/x/a_ref'))).toBe(false);
  });

  it('tells what revisions are', async () => {
    const { first, second } = fixture;
    const { git } = await fixture.cloned();
    expect(sha1Of(await git.invoke('revParse', [STRING], 'v1'))).toBe(first);
    await expect(git.invoke('revParse', [STRING], 'none')).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
      message: expect.stringMatching(/^Command "git rev-parse none\^\{commit\}" returned status code 128:/) as string,
    });
    const shas = (value: JavaValue) => listValues(value).map(sha1Of);
    expect(shas(await git.invoke('revListAll'))).toEqual([second, first]);
    expect(shas(await git.invoke('revList', [STRING], 'origin/feature/x'))).toEqual([first]);
    expect(shas(await git.invoke('revListBranch', [STRING], 'main'))).toEqual([second, first]);
    const inRepo = async (id: JavaValue) => truth(await git.invoke('isCommitInRepo', [OBJECT_ID], id));
    expect(await inRepo(objectId(first))).toBe(true);
    expect(await inRepo(objectId('0'.repeat(39) + '1'))).toBe(false);
    expect(await inRepo(null)).toBe(false);
    const base = await git.invoke('mergeBase', [OBJECT_ID, OBJECT_ID], objectId(first), objectId(second));
    expect(sha1Of(base)).toBe(first);
    expect(await git.invoke('getAllLogEntries', [STRING], 'main')).toBe(
      `'${second}#1700000002'\n'${first}#1700000001'`,
    );
    const revision = object('hudson.plugins.git.Revision', { branches: arrayList([]), sha1: objectId(second) });
    const shown = strings(await git.invoke('showRevision', ['hudson.plugins.git.Revision'], revision));
    expect(shown[0]).toBe(`commit ${second}`);
    expect(shown.at(-1)).toMatch(/^:000000 100644 .* A\tb\.txt$/);
    expect(strings(await git.invoke('showRevision', [OBJECT_ID], objectId(second)))).toEqual(shown);
    const both = [OBJECT_ID, OBJECT_ID];
    expect(strings(await git.invoke('showRevision', both, objectId(first), objectId(second)))).toEqual(shown);
    const plain = await git.invoke('showRevision', [...both, 'java.lang.Boolean'], null, objectId(second), FALSE);
    expect(strings(plain).at(-1)).toBe('    second');
    const files = (value: JavaValue) => listValues(value).map((entry) => (entry as JavaObject).get('file'));
    expect(files(await git.invoke('lsTree', [STRING], 'HEAD'))).toEqual(['a.txt', 'b.txt']);
    expect(files(await git.invoke('lsTree', [STRING, 'boolean'], 'HEAD', TRUE))).toEqual(['a.txt', 'b.txt']);
  });
});

describe('submodules', () => {
  it('are added, listed, updated, pointed elsewhere and cleaned', async () => {
    const { home, second } = fixture;
    const library = TestRepository.create(join(home, 'library'));
    library.commit('l.txt', 'l');
    const { git, ws } = await fixture.cloned();
    expect(truth(await git.invoke('hasGitModules'))).toBe(false);
    await git.invoke('addSubmodule', [STRING, STRING], library.url, 'lib');
    await git.invoke('setAuthor', [STRING, STRING], 'n', 'e');
    await git.invoke('commit', [STRING], 'with a library');
    expect(truth(await git.invoke('hasGitModules', [STRING], 'HEAD'))).toBe(true);
    const [entry] = listValues(await git.invoke('getSubmodules', [STRING], 'HEAD')) as JavaObject[];
    expect([entry?.get('file'), entry?.get('mode')]).toEqual(['lib', '160000']);
    await git.invoke('submoduleInit');
    await git.invoke('submoduleSync');
    expect(await git.invoke('getSubmoduleUrl', [STRING], 'lib')).toBe(library.url);
    await git.invoke('setSubmoduleUrl', [STRING, STRING], 'lib', '/elsewhere');
    await git.invoke('submoduleSync');
    await writeFile(join(home, 'ws/lib/untracked'), '');
    await git.invoke('submoduleClean', ['boolean'], TRUE);
    expect(existsSync(join(home, 'ws/lib/untracked'))).toBe(false);
    await rm(join(home, 'ws/lib'), { recursive: true });
    for (const [types, args] of [
      [['boolean'], [TRUE]],
      [
        ['boolean', STRING],
        [TRUE, null],
      ],
      [
        ['boolean', 'boolean'],
        [FALSE, TRUE],
      ],
      [
        ['boolean', 'boolean', STRING],
        [FALSE, FALSE, join(home, 'library')],
      ],
    ] as const) {
      await git.invoke('submoduleUpdate', [...types], ...args);
      expect((await stat(join(home, 'ws/lib/l.txt'))).isFile()).toBe(true);
    }
    const subGit = await git.invoke('subGit', [STRING], 'lib');
    const sub = git.call.ownObject((subGit as JavaObject).get('proxy') ?? null);
    expect(sub?.describe?.()).toBe(join(home, 'ws/lib'));
    expect(sha1Of(await sub?.invoke('revParse', [STRING], ['HEAD'], git.call))).toBe(library.git('rev-parse', 'HEAD'));
    // The remote has a work tree: its submodules are taken from there.
    const listener = 'hudson.model.TaskListener';
    await git.invoke('fixSubmoduleUrls', [STRING, listener], 'origin', null);
    expect(ws.git('config', 'submodule.lib.url')).toBe(join(home, 'remote/lib'));
    expect(new TestRepository(join(home, 'ws/lib')).git('config', 'remote.origin.url')).toBe(join(home, 'remote/lib'));
    // Java joins names as they are: `..` in the remote's path stays.
    ws.git('config', 'remote.origin.url', `file://${home}/ws/../remote`);
    await git.invoke('fixSubmoduleUrls', [STRING, listener], 'origin', null);
    expect(ws.git('config', 'submodule.lib.url')).toBe(`${home}/ws/../remote/lib`);
    expect(git.log).toContain(
      ` > git --git-dir=${home}/ws/../remote/.git rev-parse --is-bare-repository # timeout=10\n`,
    );
    ws.git('config', 'remote.origin.url', join(home, 'remote'));
    await git.invoke('setupSubmoduleUrls', [STRING, listener], 'origin', null);
    const branch = object('hudson.plugins.git.Branch', { name: 'origin/main', sha1: objectId(second) });
    const revision = object('hudson.plugins.git.Revision', { branches: arrayList([branch]), sha1: objectId(second) });
    await git.invoke('setupSubmoduleUrls', ['hudson.plugins.git.Revision', listener], revision, null);
  });
});
