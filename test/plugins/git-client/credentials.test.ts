/** Remotes that want to know who comes: over HTTP and SSH, against real servers on loopback. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JavaValue } from '../../../src/serial/model.js';
import { object } from '../../jenkins/file-path/request.js';
import { GitHttpServer } from './support/http-server.js';
import { GIT_ENVIRONMENT, TestRepository } from './support/repository.js';
import { SshServer } from './support/ssh-server.js';
import { CREDENTIALS, GitTester, STRING, URI_ISH } from './support/tester.js';
import { sshKey, uriIsh, usernamePassword, verifier } from './support/values.js';

const PASSWORD = 'pa$$ w\'ord "ü';

let home: string;
let workspace: string;
let remote: TestRepository;
let head: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'git-credentials-')));
  // Quotes in the path: it stands in the helper scripts.
  workspace = join(home, "work 's");
  remote = TestRepository.create(join(home, 'remote'), '--bare');
  const source = TestRepository.create(join(home, 'source'));
  head = source.commit('a.txt', 'one');
  source.git('push', '--quiet', remote.path, 'main');
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Clones with these credentials; the client. */
async function clone(url: string, credentials: JavaValue, options = {}): Promise<GitTester> {
  const git = await GitTester.open(workspace, options);
  if (credentials !== null) await git.invoke('addCredentials', [STRING, CREDENTIALS], url, credentials);
  await git.execute('CloneCommand', ['url', [STRING], url]);
  return git;
}

const cloned = () => new TestRepository(workspace).git('rev-parse', 'origin/main');
const leftOver = async () => (existsSync(`${workspace}@tmp`) ? readdir(`${workspace}@tmp`) : []);

describe('over HTTP', () => {
  let server: GitHttpServer;
  beforeEach(async () => (server = await GitHttpServer.start(home, `al ice:${PASSWORD}`)));
  afterEach(() => server.close());

  it('asks for user and password, which are nowhere but in files that are gone afterwards', async () => {
    const url = server.url('remote');
    const git = await clone(url, usernamePassword('al ice', PASSWORD));
    expect(cloned()).toBe(head);
    expect(server.seen).toContain(`al ice:${PASSWORD}`);
    expect(git.log).toContain(`\nusing GIT_ASKPASS to set credentials who I am\n > git fetch `);
    expect(git.log).not.toContain(PASSWORD);
    expect(readFileSync(join(workspace, '.git/config'), 'utf8')).not.toContain('al ice');
    expect(await leftOver()).toEqual([]);
    const heads = await git.invoke('getHeadRev', [STRING, STRING], url, 'main');
    expect(heads).not.toBeNull();
    git.newLines();
    remote.git('config', 'http.receivepack', 'true');
    await git.execute(
      'PushCommand',
      ['to', [URI_ISH], uriIsh(url)],
      ['ref', [STRING], 'origin/main:refs/heads/pushed'],
    );
    expect(remote.git('rev-parse', 'pushed')).toBe(head);
  });

  it('fails where they are wrong or missing, and leaves nothing behind', async () => {
    const url = server.url('remote');
    const wrong = clone(url, usernamePassword('al ice', 'wrong'));
    await expect(wrong).rejects.toThrow(/Authentication failed for/);
    await expect(clone(url, null)).rejects.toThrow(/returned status code 128/);
    expect(await leftOver()).toEqual([]);
    expect(server.seen).toContain('al ice:wrong');
  });

  it('keeps the files to the user while git runs', async () => {
    const bin = join(home, 'bin');
    await mkdir(bin);
    const script = `#!/bin/sh\n[ "$1" != fetch ] && exec /usr/bin/env -u PATH PATH="$REAL" git "$@"
ls -l "${workspace}@tmp" | sed 1d | cut -c1-10 > ${home}/modes\nenv > ${home}/env\necho "$@" > ${home}/args\n`;
    writeFileSync(join(bin, 'git'), script);
    await chmod(join(bin, 'git'), 0o755);
    const REAL = GIT_ENVIRONMENT['PATH'] ?? '';
    await clone(server.url('remote'), usernamePassword('al ice', PASSWORD), {
      exe: join(bin, 'git'),
      agentEnvironment: { ...GIT_ENVIRONMENT, REAL },
    });
    expect(readFileSync(join(home, 'modes'), 'utf8').trim().split('\n').sort()).toEqual([
      '-rw-------',
      '-rw-------',
      '-rwx------',
    ]);
    const environment = readFileSync(join(home, 'env'), 'utf8');
    expect(environment).toMatch(/^GIT_ASKPASS=.*\/jenkins-gitclient-pass\d+\.sh$/m);
    expect(environment).toMatch(/^SSH_ASKPASS=.*\/jenkins-gitclient-pass\d+\.sh$/m);
    expect(environment).toMatch(/^GIT_TERMINAL_PROMPT=false$/m);
    expect(environment + readFileSync(join(home, 'args'), 'utf8')).not.toContain(PASSWORD);
  });

  it('goes through the proxy of the controller, but for hosts that are exempt', async () => {
    const proxy = await GitHttpServer.start(home, null);
    try {
      const configuration = (noProxyHost: string) =>
        object('hudson.ProxyConfiguration', {
          port: proxy.port,
          name: '127.0.0.1',
          noProxyHost,
          userName: 'me',
          secretPassword: object('hudson.util.Secret', { value: 'p@:w' }),
        });
      const git = await GitTester.open(workspace);
      await git.invoke('setProxy', ['hudson.ProxyConfiguration'], configuration('*.local, 127.0.0.2'));
      await git.execute('CloneCommand', ['url', [STRING], 'http://git.example/remote']);
      expect(cloned()).toBe(head);
      expect(proxy.paths[0]).toMatch(/^http:\/\/git\.example\/remote\/info\/refs/);
      expect(git.log).toContain(`\nSetting http proxy: 127.0.0.1:${proxy.port}\n`);
      expect(git.log).not.toContain('p@:w');
      await git.invoke('setProxy', ['hudson.ProxyConfiguration'], configuration('*.invalid'));
      git.newLines();
      await expect(git.execute('CloneCommand', ['url', [STRING], 'http://a.invalid/remote'])).rejects.toThrow();
      expect(git.newLines().join('\n')).not.toContain('Setting http proxy');
    } finally {
      await proxy.close();
    }
  });
});

describe('over SSH', () => {
  let server: SshServer;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sshd-'));
    server = await SshServer.start(directory, 'the passphrase');
  });
  afterAll(async () => {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** An ssh that knows hosts by a file of the test's: it finds that of the user even with another HOME. */
  let agentEnvironment: Record<string, string>;
  beforeEach(async () => {
    const bin = join(home, 'bin');
    await mkdir(bin);
    writeFileSync(join(home, 'ssh_config'), `UserKnownHostsFile ${home}/known_hosts\n`);
    writeFileSync(join(bin, 'ssh'), `#!/bin/sh\nPATH="$REAL" exec ssh -F ${home}/ssh_config "$@"\n`);
    await chmod(join(bin, 'ssh'), 0o755);
    const REAL = GIT_ENVIRONMENT['PATH'] ?? '';
    agentEnvironment = { ...GIT_ENVIRONMENT, REAL, PATH: `${bin}:${REAL}` };
  });

  const key = (passphrase = 'the passphrase') => sshKey('ignored', server.privateKey, passphrase);

  it('unlocks the key and verifies the host by keys that the controller has approved', async () => {
    const hostKeys = verifier('ManuallyProvidedKeyVerifier', { approvedHostKeys: server.knownHost });
    const git = await clone(server.url(remote.path), key(), { hostKeys, agentEnvironment });
    expect(cloned()).toBe(head);
    expect(git.log).toContain(
      '\nusing GIT_SSH to set credentials my key\nVerifying host key using manually-configured host key entries\n > git fetch ',
    );
    expect(await leftOver()).toEqual([]);
    expect(statSync(join(directory, 'user')).mode & 0o777).toBe(0o600);
  });

  it('takes the user of the credentials where the URL names none', async () => {
    const url = server.url(remote.path).replace(/\/\/.*@/, '//');
    await clone(url, sshKey(server.user, server.privateKey, 'the passphrase'), {
      hostKeys: verifier('NoHostKeyVerifier'),
      agentEnvironment,
    });
    expect(cloned()).toBe(head);
  });

  it('refuses a host that has another key, and a strategy that it does not know', async () => {
    const other = server.knownHost.replace(/AAAA.{44}/, (match) => match.slice(0, -6) + 'AAAAAA');
    const hostKeys = verifier('ManuallyProvidedKeyVerifier', { approvedHostKeys: other });
    await expect(clone(server.url(remote.path), key(), { hostKeys, agentEnvironment })).rejects.toThrow(
      /Host key verification failed/,
    );
    const unknown = clone(server.url(remote.path), key(), { hostKeys: verifier('NewVerifier'), agentEnvironment });
    await expect(unknown).rejects.toThrow('NewVerifier is not known to this agent');
    expect(await leftOver()).toEqual([]);
  });

  it('fails with a wrong passphrase', async () => {
    const hostKeys = verifier('NoHostKeyVerifier');
    await expect(clone(server.url(remote.path), key('wrong'), { hostKeys, agentEnvironment })).rejects.toThrow(
      /Permission denied/,
    );
    expect(await leftOver()).toEqual([]);
  });

  it('goes by a file of known hosts, and accepts new ones where that is wanted', async () => {
    const url = server.url(remote.path);
    const known = verifier('KnownHostsFileVerifier');
    await expect(clone(url, key(), { hostKeys: known, agentEnvironment })).rejects.toThrow(
      /Host key verification failed/,
    );
    const git = await clone(url, key(), { hostKeys: verifier('AcceptFirstConnectionVerifier'), agentEnvironment });
    expect(git.log).toContain('\nVerifying host key using known hosts file, will automatically accept unseen keys\n');
    expect(cloned()).toBe(head);
    await clone(url, key(), { hostKeys: known, agentEnvironment });
  });
});
