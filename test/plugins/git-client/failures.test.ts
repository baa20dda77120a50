/** What goes wrong: interruptions, time limits, and git itself. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arrayList, boxInt } from '../../../src/serial/jdk.js';
import { eventually, isRunning } from '../../support/processes.js';
import { TestRepository } from './support/repository.js';
import { CREDENTIALS, GitTester, INTEGER, LIST, STRING, URI_ISH } from './support/tester.js';
import { refSpec, uriIsh, usernamePassword } from './support/values.js';

let home: string;
let remote: TestRepository;
let head: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'git-failures-')));
  remote = TestRepository.create(join(home, 'remote'));
  head = remote.commit('a.txt', 'one');
  await mkdir(join(home, 'ws'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const open = (options = {}) => GitTester.open(join(home, 'ws'), options);

/** A program in the place of git. `$REAL_GIT` runs the real one. */
async function fakeGit(script: string): Promise<string> {
  const file = join(home, 'fake-git');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

describe('an interruption', () => {
  it('kills git with its descendants, removes secrets, and comes out as a GitException of the command', async () => {
    const exe = await fakeGit(
      `case "$1" in fetch) sh -c 'sleep 600; :' & echo $! > ${home}/pid; wait;; *) exec git "$@";; esac`,
    );
    const git = await open({ exe });
    await git.invoke('addDefaultCredentials', [CREDENTIALS], usernamePassword('u', 'p'));
    const running = git.execute('CloneCommand', ['url', [STRING], remote.url]);
    const outcome = expect(running).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
      javaMessage: 'java.lang.InterruptedException',
    });
    await eventually(() => existsSync(join(home, 'pid')) && readFileSync(join(home, 'pid'), 'utf8') !== '');
    const pid = Number(readFileSync(join(home, 'pid'), 'utf8'));
    git.call.cancel();
    await outcome;
    await eventually(() => !isRunning(pid));
    expect(existsSync(join(home, 'ws@tmp'))).toBe(true);
    expect(await readdir(join(home, 'ws@tmp'))).toEqual([]);
  });

  it('of a checkout removes the lock that its git left, but no older one', async () => {
    const exe = await fakeGit(
      `case "$1" in checkout) touch .git/index.lock ${home}/started; sleep 600;; *) exec git "$@";; esac`,
    );
    const git = await open({ exe });
    await git.invoke('init');
    const lock = join(home, 'ws/.git/index.lock');
    const running = git.execute('CheckoutCommand', ['ref', [STRING], head]);
    const outcome = expect(running).rejects.toThrow('InterruptedException');
    await eventually(() => existsSync(join(home, 'started')));
    git.call.cancel();
    await outcome;
    expect(existsSync(lock)).toBe(false);
  });
});

describe('a time limit', () => {
  it('kills git, says so, and removes secrets', async () => {
    const exe = await fakeGit(`case "$1" in fetch) sleep 600;; *) exec git "$@";; esac`);
    const git = await open({ exe });
    await git.invoke('addDefaultCredentials', [CREDENTIALS], usernamePassword('u', 'p'));
    await expect(
      git.execute('CloneCommand', ['url', [STRING], remote.url], ['timeout', [INTEGER], boxInt(0)]),
    ).rejects.toThrow(/returned status code 143:/);
    expect(git.log).toContain('# timeout=0\nERROR: Timeout after 0 minutes\n');
    expect(await readdir(join(home, 'ws@tmp'))).toEqual([]);
  });
});

describe('git itself', () => {
  it('is missing', async () => {
    const git = await open({ exe: '/none/git' });
    await expect(git.invoke('init')).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
      javaMessage: `Could not init ${home}/ws`,
      cause: {
        javaMessage: `Error performing git command: /none/git init ${home}/ws`,
        cause: {
          javaClass: 'java.io.IOException',
          javaMessage: `Cannot run program "/none/git" (in directory "${home}/ws"): error=2, No such file or directory`,
        },
      },
    });
  });

  it('is old: it is spared what it does not know', async () => {
    const exe = await fakeGit(`[ "$1" = --version ] && echo git version 1.7.0 && exit; echo "$@" >> ${home}/args`);
    const git = await open({ exe });
    const from = ['from', [URI_ISH, LIST], uriIsh(remote.url), arrayList([refSpec('+a:b')])] as const;
    await git.execute('FetchCommand', from);
    expect(readFileSync(join(home, 'args'), 'utf8')).toBe(`fetch --tags ${remote.url} +a:b\n`);
  });

  it('finds the disk full', async () => {
    // As far as git can tell: it may write no file of more than 50 kilobytes.
    const exe = await fakeGit(`trap '' XFSZ; [ "$1" = fetch ] && ulimit -f 100; exec git "$@"`);
    const content = randomBytes(200_000).toString('base64');
    remote.commit('large', content);
    const git = await open({ exe });
    await expect(git.execute('CloneCommand', ['url', [STRING], remote.url])).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
      javaMessage: expect.stringMatching(
        /^Command "\S+ fetch .* returned status code 128:\n.*File too large/s,
      ) as string,
    });
  });

  it('has nowhere to put its credentials', async () => {
    // A directory in which nobody can make files.
    await symlink('/proc/self/fd', join(home, 'ws@tmp'));
    const git = await open();
    await git.invoke('addDefaultCredentials', [CREDENTIALS], usernamePassword('u', 'p'));
    await expect(git.execute('CloneCommand', ['url', [STRING], remote.url])).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
      javaMessage: 'Failed to setup credentials',
      cause: {
        javaClass: 'java.nio.file.NoSuchFileException',
        javaMessage: expect.stringMatching(/\/ws@tmp\/jenkins-gitclient-username\d+\.txt$/) as string,
      },
    });
    expect(git.log).not.toContain(' > git fetch');
  });

  it('is asked for credentials by nobody: a server that wants some gets an empty answer', async () => {
    const exe = await fakeGit(`echo "$GIT_ASKPASS" > ${home}/askpass; exec git "$@"`);
    const git = await open({ exe });
    await git.invoke('init');
    expect(readFileSync(join(home, 'askpass'), 'utf8')).toBe('echo\n');
  });
});
