/** The methods of IGitAPI for repositories, remotes and the client itself. */
import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { declareEnum } from '../../../src/serial/declare.js';
import { arrayList, mapEntries, objectArray } from '../../../src/serial/jdk.js';
import type { JavaObject } from '../../../src/serial/model.js';
import { FALSE, ids, MethodsFixture, TRUE, truth } from './support/methods-fixture.js';
import { TestRepository } from './support/repository.js';
import {
  CREDENTIALS,
  GitTester,
  OBJECT_ID,
  LIST,
  REF_SPEC,
  REMOTE_CONFIG,
  sha1Of,
  STRING,
  URI_ISH,
} from './support/tester.js';
import { personIdent, refSpec, remoteConfig, uriIsh, usernamePassword } from './support/values.js';
import { noteMethods } from '../../../src/plugins/git-client/methods/notes.js';
import { transferMethods } from '../../../src/plugins/git-client/methods/transfers.js';
import { objectId } from '../../../src/plugins/git-client/values/object-id.js';
import { repositoryMethods } from '../../../src/plugins/git-client/methods/repository.js';
import { maintenanceMethods } from '../../../src/plugins/git-client/methods/maintenance.js';
import { identityMethods } from '../../../src/plugins/git-client/methods/identity.js';
import { remoteUrlMethods } from '../../../src/plugins/git-client/methods/remote-urls.js';
import { remoteRefMethods } from '../../../src/plugins/git-client/methods/remote-refs.js';

const LEVEL = declareEnum('org.jenkinsci.plugins.gitclient.GitClient$ConfigLevel', ['LOCAL', 'GLOBAL', 'SYSTEM']);
const fixture = new MethodsFixture(
  noteMethods,
  transferMethods,
  repositoryMethods,
  maintenanceMethods,
  identityMethods,
  remoteUrlMethods,
  remoteRefMethods,
);

describe('the repository', () => {
  it('is made, found and told from none and from a broken one', async () => {
    const { home } = fixture;
    const git = await fixture.open();
    expect(truth(await git.invoke('hasGitRepo', ['boolean'], FALSE))).toBe(false);
    expect(git.log).toBe('');
    await git.invoke('init');
    expect(git.newLines()).toEqual([` > git init ${home}/ws # timeout=10`]);
    expect(truth(await git.invoke('hasGitRepo', ['boolean'], FALSE))).toBe(true);
    expect(truth(await git.invoke('hasGitRepo', ['boolean'], TRUE))).toBe(true);
    expect(truth(await git.invoke('hasGitRepo'))).toBe(true);
    expect(truth(await git.invoke('isBareRepository'))).toBe(false);
    expect(truth(await git.invoke('isBareRepository', [STRING], join(home, 'ws/.git')))).toBe(false);
    expect((await git.invoke('getWorkTree')) as JavaObject).toMatchObject({ className: 'hudson.FilePath' });
    await rm(join(home, 'ws/.git/HEAD'));
    git.newLines();
    expect(truth(await git.invoke('hasGitRepo', ['boolean'], FALSE))).toBe(false);
    expect(git.newLines()[1]).toBe('ERROR: Workspace has a .git repository, but it appears to be corrupt.');
  });

  it('takes commits in the name of author and committer', async () => {
    const { home } = fixture;
    const { git, ws } = await fixture.cloned();
    await git.invoke('setAuthor', [STRING, STRING], 'Au Thor', 'au@x.y');
    await git.invoke('setCommitter', ['org.eclipse.jgit.lib.PersonIdent'], personIdent('Com Mitter', 'com@x.y'));
    await writeFile(join(home, 'ws/new'), 'x');
    await git.invoke('add', [STRING], 'new');
    await git.invoke('commit', [STRING], 'a message\n\nof -- "several" lines');
    expect(ws.git('log', '-1', '--format=%an %ae %cn %ce %B')).toBe(
      'Au Thor au@x.y Com Mitter com@x.y a message\n\nof -- "several" lines',
    );
    await writeFile(join(home, 'ws/new'), 'y');
    await git.invoke('add', [STRING], '.');
    const person = 'org.eclipse.jgit.lib.PersonIdent';
    await git.invoke('setAuthor', [person], null);
    await git.invoke('setCommitter', [STRING, STRING], 'Else', 'e@x.y');
    await git.invoke('commit', [STRING, person, person], 'again', personIdent('P', 'p@x'), personIdent('Q', 'q@x'));
    expect(ws.git('log', '-1', '--format=%an %cn')).toBe('P Q');
    await expect(git.invoke('commit', [STRING], 'nothing')).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
      javaMessage: 'Cannot commit nothing',
    });
    expect(existsSync(join(home, 'ws@tmp'))).toBe(true);
  });

  it('is cleaned and reset', async () => {
    const { home } = fixture;
    const { git } = await fixture.cloned();
    const nested = TestRepository.create(join(home, 'ws/nested'));
    nested.commit('f', 'x');
    await writeFile(join(home, 'ws/a.txt'), 'changed');
    await writeFile(join(home, 'ws/untracked'), '');
    await git.invoke('clean');
    expect(git.newLines()).toEqual([
      ' > git rev-parse --verify HEAD # timeout=10',
      'Resetting working tree',
      ' > git reset --hard # timeout=10',
      ' > git clean -fdx # timeout=10',
    ]);
    expect(readFileSync(join(home, 'ws/a.txt'), 'utf8')).toBe('one\n');
    expect(existsSync(join(home, 'ws/untracked'))).toBe(false);
    expect(existsSync(join(home, 'ws/nested'))).toBe(true);
    await git.invoke('clean', ['boolean'], TRUE);
    expect(existsSync(join(home, 'ws/nested'))).toBe(false);
    await git.invoke('reset');
    await git.invoke('reset', ['boolean'], TRUE);
    const empty = await fixture.open(join(home, 'empty'));
    await empty.invoke('init');
    await empty.invoke('reset', ['boolean'], TRUE);
    expect(empty.log).toContain('No valid HEAD. Skipping the resetting\n');
  });

  it('is configured and maintained', async () => {
    const { git, ws } = await fixture.cloned();
    const types = ['org.jenkinsci.plugins.gitclient.GitClient$ConfigLevel', STRING, STRING];
    await git.invoke('config', types, LEVEL.LOCAL, 'some.key', 'value');
    expect(ws.git('config', '--local', 'some.key')).toBe('value');
    await git.invoke('config', types, null, 'some.key', null);
    expect(() => ws.git('config', '--local', 'some.key')).toThrow();
    await expect(git.invoke('config', types, null, '--global', 'x')).rejects.toThrow('Invalid argument: --global');
    expect(truth(await git.invoke('maintenance', [STRING], 'gc'))).toBe(true);
    expect(truth(await git.invoke('maintenance', [STRING], 'nonsense'))).toBe(false);
    expect(git.log).toContain('Error executing nonsense maintenance task\n');
  });
});

describe('remotes', () => {
  it('have URLs', async () => {
    const { home, remote } = fixture;
    const { git } = await fixture.cloned();
    expect(await git.invoke('getRemoteUrl', [STRING], 'origin')).toBe(remote.url);
    await git.invoke('setRemoteUrl', [STRING, STRING], 'origin', '/elsewhere');
    expect(await git.invoke('getRemoteUrl', [STRING], 'origin')).toBe('/elsewhere');
    const gitDir = join(home, 'ws/.git');
    await git.invoke('setRemoteUrl', [STRING, STRING, STRING], 'origin', remote.url, gitDir);
    expect(await git.invoke('getRemoteUrl', [STRING, STRING], 'origin', gitDir)).toBe(remote.url);
    await git.invoke('addRemoteUrl', [STRING, STRING], 'second', '/second');
    expect(await git.invoke('getDefaultRemote', [STRING], 'second')).toBe('second');
    expect(await git.invoke('getDefaultRemote', [STRING], 'third')).toBe('origin');
    await expect(git.invoke('getRemoteUrl', [STRING], 'none')).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
      javaMessage: 'Command "git config --get remote.none.url" returned status code 1:\nstdout: \nstderr: ',
    });
  });

  it('tell their heads, references and symbolic references without a repository', async () => {
    const { home, remote, first, second } = fixture;
    const git = await fixture.open(home);
    expect(ids(await git.invoke('getHeadRev', [STRING], remote.url)).sort()).toEqual([
      ['refs/heads/feature/x', first],
      ['refs/heads/main', second],
    ]);
    const head = async (spec: string) => git.invoke('getHeadRev', [STRING, STRING], remote.url, spec);
    expect(sha1Of(await head('origin/main'))).toBe(second);
    expect(sha1Of(await head('refs/heads/feature/x'))).toBe(first);
    expect(sha1Of(await head('refs/tags/v1'))).toBe(first);
    expect(await head('nothing')).toBeNull();
    const types = [STRING, STRING, 'boolean', 'boolean'];
    const tags = await git.invoke('getRemoteReferences', types, remote.url, null, FALSE, TRUE);
    expect(ids(tags).sort()).toEqual([
      ['refs/tags/light', first],
      ['refs/tags/v1', first],
    ]);
    const heads = await git.invoke('getRemoteReferences', types, remote.url, 'main', TRUE, FALSE);
    expect(ids(heads)).toEqual([['refs/heads/main', second]]);
    const symbolic = await git.invoke('getRemoteSymbolicReferences', [STRING, STRING], remote.url, 'HEAD');
    expect(mapEntries(symbolic)).toEqual([['HEAD', 'refs/heads/main']]);
  });

  it('are fetched from, pushed to and pruned', async () => {
    const { remote, second } = fixture;
    const { git, ws } = await fixture.cloned();
    const third = remote.commit('c.txt', 'three');
    await git.invoke(
      'fetch',
      [URI_ISH, LIST],
      uriIsh(remote.url),
      arrayList([refSpec('+refs/heads/*:refs/remotes/o2/*')]),
    );
    expect(ws.git('rev-parse', 'o2/main')).toBe(third);
    const fourth = remote.commit('d.txt', 'four');
    await git.invoke(
      'fetch',
      [REMOTE_CONFIG],
      remoteConfig('origin', remote.url, '+refs/heads/*:refs/remotes/origin/*'),
    );
    expect(ws.git('rev-parse', 'origin/main')).toBe(fourth);
    git.newLines();
    await git.invoke('fetch');
    expect(git.newLines()).toEqual([
      'Fetching upstream changes',
      ' > git remote # timeout=10',
      ' > git config --get remote.origin.url # timeout=10',
      ` > git fetch -t --force -- ${remote.url} # timeout=10`,
    ]);
    await git.invoke('fetch', [STRING, STRING], 'origin', '+refs/heads/main:refs/remotes/o3/main');
    await git.invoke('fetch', [STRING, REF_SPEC], 'origin', refSpec('+refs/heads/main:refs/remotes/o4/main'));
    const several = objectArray([refSpec('+refs/heads/main:refs/remotes/o5/main'), null]);
    await git.invoke('fetch', [STRING, `[L${REF_SPEC};`], 'origin', several);
    for (const name of ['o3', 'o4', 'o5']) expect(ws.git('rev-parse', `${name}/main`)).toBe(fourth);
    await git.invoke('push', [STRING, STRING], 'origin', 'HEAD:refs/heads/p1');
    await git.invoke('push', [URI_ISH, STRING], uriIsh(remote.url), 'HEAD:refs/heads/p2');
    await git.invoke('push', [REMOTE_CONFIG, STRING], remoteConfig('origin', remote.url), 'HEAD:refs/heads/p3');
    for (const name of ['p1', 'p2', 'p3']) expect(remote.git('rev-parse', name)).toBe(second);
    remote.git('branch', '-D', 'feature/x');
    await git.invoke('prune', [REMOTE_CONFIG], remoteConfig('origin', remote.url));
    expect(ws.git('branch', '--remotes')).not.toContain('origin/feature/x');
  });

  it('are pruned of what the remote no longer has, which needs its name only', async () => {
    const { remote } = fixture;
    const { git, ws } = await fixture.cloned();
    remote.git('branch', '-D', 'feature/x');
    expect(await git.invoke('prune', [REMOTE_CONFIG], remoteConfig('origin', null))).toBeNull();
    expect(git.newLines()).toEqual([
      ' > git config --get remote.origin.url # timeout=10',
      ' > git remote prune origin # timeout=10',
    ]);
    expect(ws.git('branch', '--remotes')).not.toContain('origin/feature/x');
  });

  it('are cloned by what was there before the command builder', async () => {
    const { home, remote, second } = fixture;
    const git = await fixture.open();
    await git.invoke('clone', [REMOTE_CONFIG], remoteConfig('up', remote.url));
    const ws = new TestRepository(join(home, 'ws'));
    expect(ws.git('rev-parse', 'up/main')).toBe(second);
    await git.invoke('clone', [REMOTE_CONFIG, 'boolean'], remoteConfig('up', remote.url), TRUE);
    expect(ws.git('rev-parse', '--is-shallow-repository')).toBe('true');
  });
});

describe('work', () => {
  it('checks out, merges, notes and logs', async () => {
    const { first, second } = fixture;
    const { git, ws } = await fixture.cloned();
    await git.invoke('checkout', [STRING], first);
    expect(ws.git('rev-parse', 'HEAD')).toBe(first);
    await git.invoke('checkout', [STRING, STRING], 'origin/main', 'other');
    expect(ws.git('symbolic-ref', 'HEAD')).toBe('refs/heads/other');
    await git.invoke('checkout', [STRING], 'origin/feature/x');
    await git.invoke('merge', [OBJECT_ID], objectId(second));
    await git.invoke('merge', [STRING], 'origin/main');
    expect(ws.git('rev-parse', 'HEAD')).toBe(second);
    await git.invoke('setAuthor', [STRING, STRING], 'n', 'e');
    await git.invoke('addNote', [STRING, STRING], 'a note', 'build');
    await git.invoke('appendNote', [STRING, STRING], 'and more', 'build');
    expect(ws.git('notes', '--ref=build', 'show')).toBe('a note\n\nand more');
    const out = git.call.newOutput();
    await git.invoke('changelog', [STRING, STRING, 'java.io.OutputStream'], first, second, out.value);
    expect(out.text()).toContain(`commit ${second}\ntree `);
    expect(out.closed).toBe(true);
    const writer = git.call.newWriter();
    await git.invoke('changelog', [STRING, STRING, 'java.io.Writer'], first, second, writer.value);
    expect(writer.text()).toBe(out.text());
  });
});

describe('the client', () => {
  it('keeps credentials and a proxy', async () => {
    const git = await fixture.open();
    const up = usernamePassword('u', 'p');
    await git.invoke('addCredentials', [STRING, CREDENTIALS], 'http://a', up);
    await git.invoke('addDefaultCredentials', [CREDENTIALS], up);
    const { client } = git.remote;
    expect(client.credentialsFor('http://a')).toMatchObject({ kind: 'usernamePassword', username: 'u' });
    expect(client.credentialsFor('http://b')).toMatchObject({ username: 'u' });
    await git.invoke('clearCredentials');
    await git.invoke('addDefaultCredentials', [CREDENTIALS], null);
    expect(client.credentialsFor('http://a')).toBeNull();
    await git.invoke('setCredentials', ['com.cloudbees.plugins.credentials.common.StandardUsernameCredentials'], up);
    expect(client.credentialsFor('http://c')).toMatchObject({ username: 'u' });
    await git.invoke('setProxy', ['hudson.ProxyConfiguration'], null);
    expect(client.proxy).toBeNull();
  });

  it('refuses what it does not know, by name', async () => {
    const git = await fixture.open();
    await expect(git.remote.invoke('nonsense', [STRING], ['x'], git.call)).rejects.toMatchObject({
      javaClass: 'java.lang.IllegalStateException',
      javaMessage: expect.stringContaining('nonsense(String)') as string,
    });
    await expect(git.remote.invoke('toString', [], [], git.call)).rejects.toThrow('toString()');
  });

  it('gives the listener back when the controller gives the client back', async () => {
    const git = await fixture.open();
    const sub = await git.invoke('subGit', [STRING], 'lib');
    const output = git.listenerOutput;
    git.remote.released();
    expect(output.released).toBe(false);
    git.call.ownObject((sub as JavaObject).get('proxy') ?? null)?.released?.();
    expect(output.released).toBe(true);
  });

  it('does what JGit would be asked for, and says so once', async () => {
    const { home } = fixture;
    for (const exe of ['jgit', 'JGitApache', null]) {
      const git = await GitTester.open(join(home, 'jgit'), { exe });
      await git.invoke('init');
      expect(git.newLines()).toEqual([
        `The git implementation "${exe ?? 'jgit'}" needs Java: using command line git instead`,
        ` > git init ${home}/jgit # timeout=10`,
      ]);
    }
  });
});
