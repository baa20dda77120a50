/** Every method and builder that speaks with a remote, over each kind of remote, those that want credentials too. */
import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { arrayList, boxBoolean, mapEntries, objectArray } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { GitHttpServer } from './support/http-server.js';
import { ids } from './support/methods-fixture.js';
import { GIT_ENVIRONMENT, TestRepository } from './support/repository.js';
import { SshServer } from './support/ssh-server.js';
import { CREDENTIALS, GitTester, LIST, REF_SPEC, REMOTE_CONFIG, STRING, URI_ISH, sha1Of } from './support/tester.js';
import { refSpec, remoteConfig, sshKey, uriIsh, usernamePassword, verifier } from './support/values.js';

const [TRUE, FALSE] = [boxBoolean(true), boxBoolean(false)];
const ALL = '+refs/heads/*:refs/remotes/origin/*';

let home: string;
let http: GitHttpServer;
let ssh: SshServer;
let sshHome: string;
beforeAll(async () => {
  sshHome = await mkdtemp(join(tmpdir(), 'sshd-'));
  ssh = await SshServer.start(sshHome, 'the passphrase');
});
afterAll(async () => {
  await ssh.close();
  await rm(sshHome, { recursive: true, force: true });
});
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'git-transports-')));
  http = await GitHttpServer.start(home, 'alice:sesame');
});
afterEach(async () => {
  await http.close();
  await rm(home, { recursive: true, force: true });
});

interface Transport {
  readonly url: (repository: string) => string;
  readonly credentials: () => JavaValue;
  /** Whether what takes no credentials gets anything. */
  readonly open: boolean;
}

const TRANSPORTS: readonly (readonly [string, Transport])[] = [
  ['file', { url: (name) => `file://${join(home, name)}`, credentials: () => null, open: true }],
  ['HTTP', { url: (name) => http.url(name), credentials: () => usernamePassword('alice', 'sesame'), open: false }],
  [
    'SSH',
    {
      url: (name) => ssh.url(join(home, name)),
      credentials: () => sshKey(ssh.user, ssh.privateKey, 'the passphrase'),
      open: false,
    },
  ],
];

describe.each(TRANSPORTS)('over %s', (_, { url: urlOf, credentials, open }) => {
  let remote: TestRepository;
  let first: string;
  let url: string;
  let git: GitTester;
  let ws: TestRepository;

  beforeEach(async () => {
    const library = TestRepository.create(join(home, 'library'));
    library.commit('l.txt', 'library');
    remote = TestRepository.create(join(home, 'remote'));
    remote.git('config', 'http.receivepack', 'true');
    first = remote.commit('a.txt', 'one');
    remote.git('tag', 'v1');
    url = urlOf('remote/.git');
    ws = new TestRepository(join(home, 'ws'));
    await mkdir(ws.path);
    git = await GitTester.open(ws.path, {
      env: { GIT_ALLOW_PROTOCOL: 'file:http:ssh' },
      agentEnvironment: GIT_ENVIRONMENT,
      hostKeys: verifier('ManuallyProvidedKeyVerifier', { approvedHostKeys: ssh.knownHost }),
    });
    await git.invoke('addDefaultCredentials', [CREDENTIALS], credentials());
  });
  afterEach(async () => {
    expect(existsSync(`${ws.path}@tmp`) ? await readdir(`${ws.path}@tmp`) : []).toEqual([]);
  });

  const origin = () => remoteConfig('origin', url, ALL);
  const clone = () => git.execute('CloneCommand', ['url', [STRING], url]);
  const fetched = () => ws.git('rev-parse', 'origin/main');

  it('clones', async () => {
    await clone();
    expect(fetched()).toBe(first);
    await git.invoke('clone', [STRING, STRING, 'boolean', STRING], url, 'origin', TRUE, null);
    expect(ws.git('rev-parse', '--is-shallow-repository')).toBe('true');
    await git.invoke('clone', [REMOTE_CONFIG], origin());
    await git.invoke('clone', [REMOTE_CONFIG, 'boolean'], origin(), FALSE);
    expect(fetched()).toBe(first);
  });

  it('fetches and prunes', async () => {
    await clone();
    const fetches: (() => Promise<JavaValue>)[] = [
      () => git.execute('FetchCommand', ['from', [URI_ISH, LIST], uriIsh(url), arrayList([refSpec(ALL)])]),
      () => git.execute('FetchCommand', ['from', [URI_ISH, LIST], uriIsh('origin'), arrayList([refSpec(ALL)])]),
      () => git.invoke('fetch', [URI_ISH, LIST], uriIsh(url), arrayList([refSpec(ALL)])),
      () => git.invoke('fetch', [REMOTE_CONFIG], origin()),
      () => git.invoke('fetch', [STRING, STRING], 'origin', ALL),
      () => git.invoke('fetch', [STRING, REF_SPEC], 'origin', refSpec(ALL)),
      () => git.invoke('fetch', [STRING, `[L${REF_SPEC};`], 'origin', objectArray([refSpec(ALL)])),
    ];
    for (const [i, fetch] of fetches.entries()) {
      const commit = remote.commit('a.txt', `${i}`);
      await fetch();
      expect(fetched()).toBe(commit);
    }
    const last = remote.commit('a.txt', 'last');
    await git.invoke('fetch');
    expect(ws.git('rev-parse', 'FETCH_HEAD')).toBe(last);
    remote.git('branch', 'gone');
    await git.invoke('fetch', [STRING, STRING], 'origin', ALL);
    remote.git('branch', '-D', 'gone');
    await git.invoke('prune', [REMOTE_CONFIG], origin());
    expect(ws.git('branch', '--remotes')).not.toContain('gone');
  });

  it('pushes', async () => {
    await clone();
    await git.execute('CheckoutCommand', ['ref', [STRING], 'origin/main']);
    await git.execute('PushCommand', ['to', [URI_ISH], uriIsh(url)], ['ref', [STRING], 'HEAD:refs/heads/p1']);
    await git.invoke('push', [STRING, STRING], 'origin', 'HEAD:refs/heads/p2');
    await git.invoke('push', [URI_ISH, STRING], uriIsh(url), 'HEAD:refs/heads/p3');
    await git.invoke('push', [REMOTE_CONFIG, STRING], origin(), 'HEAD:refs/heads/p4');
    for (const name of ['p1', 'p2', 'p3', 'p4']) expect(remote.git('rev-parse', name)).toBe(first);
  });

  it('tells what the remote has', async () => {
    expect(ids(await git.invoke('getHeadRev', [STRING], url))).toEqual([['refs/heads/main', first]]);
    expect(sha1Of(await git.invoke('getHeadRev', [STRING, STRING], url, 'main'))).toBe(first);
    const all = [STRING, STRING, 'boolean', 'boolean'];
    expect(ids(await git.invoke('getRemoteReferences', all, url, null, FALSE, TRUE))).toEqual([
      ['refs/tags/v1', first],
    ]);
    const symbolic = await git.invoke('getRemoteSymbolicReferences', [STRING, STRING], url, 'HEAD');
    expect(mapEntries(symbolic)).toEqual([['HEAD', 'refs/heads/main']]);
    await clone();
    // It takes no credentials, with the official agent neither.
    const names = git.invoke('getRemoteTagNames', [STRING], 'v*');
    if (open) expect((await names) as unknown).toMatchObject({ className: 'java.util.HashSet' });
    else await expect(names).rejects.toThrow('Error retrieving remote tag names');
  });

  it('updates submodules with the credentials of the parent', async () => {
    remote.git('submodule', 'add', `file://${join(home, 'library')}`, 'lib');
    remote.git('config', '--file', '.gitmodules', 'submodule.lib.url', urlOf('library/.git'));
    remote.commit('with', 'a submodule');
    await git.invoke('clearCredentials');
    await git.invoke('addDefaultCredentials', [CREDENTIALS], null);
    await git.invoke('addCredentials', [STRING, CREDENTIALS], url, credentials());
    await clone();
    await git.execute('CheckoutCommand', ['ref', [STRING], 'origin/main']);
    const update = ['recursive', ['boolean'], TRUE] as const;
    if (!open) await expect(git.execute('SubmoduleUpdateCommand', update)).rejects.toThrow('returned status code');
    await git.execute('SubmoduleUpdateCommand', update, ['parentCredentials', ['boolean'], TRUE]);
    expect(existsSync(join(ws.path, 'lib/l.txt'))).toBe(true);
  });

  it('fails without credentials, or where there is nothing', async () => {
    await expect(git.execute('CloneCommand', ['url', [STRING], urlOf('none')])).rejects.toThrow(
      'returned status code 128',
    );
    if (open) return;
    await git.invoke('clearCredentials');
    await git.invoke('addDefaultCredentials', [CREDENTIALS], null);
    await expect(clone()).rejects.toThrow('returned status code 128');
    await expect(git.invoke('getHeadRev', [STRING], url)).rejects.toThrow('returned status code 128');
    await git.invoke('init');
    const push = git.execute('PushCommand', ['to', [URI_ISH], uriIsh(url)], ['ref', [STRING], ':refs/heads/main']);
    await expect(push).rejects.toThrow('returned status code 128');
  });
});
