/** Large files with the real git-lfs, whose objects come from the remote's own store, over file:// and over HTTP. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arrayList } from '../../../src/serial/jdk.js';
import { GitHttpServer } from './support/http-server.js';
import { GIT_ENVIRONMENT } from './support/repository.js';
import { CREDENTIALS, GitTester, LIST, STRING } from './support/tester.js';
import type { Invocation } from './support/tester.js';
import { usernamePassword } from './support/values.js';

let home: string;
let content: string;
let git: GitTester;
/** A home with git-lfs's filters, as `git lfs install` leaves it. */
let agentEnvironment: Record<string, string>;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'git-lfs-')));
  agentEnvironment = { ...GIT_ENVIRONMENT, HOME: join(home, 'user') };
  await mkdir(join(home, 'user'));
  const run = (cwd: string, ...words: string[]) =>
    execFileSync('git', words, { cwd: join(home, cwd), env: agentEnvironment, stdio: 'pipe' });
  run('.', 'lfs', 'install', '--skip-repo');
  run('.', 'init', '--quiet', '--bare', '--initial-branch=main', 'remote');
  run('.', 'init', '--quiet', '--initial-branch=main', 'source');
  content = randomBytes(1000).toString('base64');
  run('source', 'lfs', 'track', '*.bin');
  await mkdir(join(home, 'source/other'));
  writeFileSync(join(home, 'source/large.bin'), content);
  writeFileSync(join(home, 'source/other/large.bin'), content.toLowerCase());
  run('source', 'add', '.');
  run('source', 'commit', '--quiet', '--message=large');
  run('source', 'push', '--quiet', `file://${home}/remote`, 'main');
  git = await GitTester.open(join(home, 'ws'), { agentEnvironment });
  await git.execute('CloneCommand', ['url', [STRING], `file://${home}/remote`]);
  git.newLines();
});
afterEach(() => rm(home, { recursive: true, force: true }));

const checkout = (...calls: Invocation[]) => git.execute('CheckoutCommand', ['ref', [STRING], 'origin/main'], ...calls);
const file = (path: string) => readFileSync(join(home, 'ws', path), 'utf8');
const POINTER = 'version https://git-lfs.github.com/spec/v1\n';
/** What the log says of a checkout with a pull. */
const PULLED = [
  ' > git config core.sparsecheckout # timeout=10',
  ' > git checkout -f origin/main # timeout=10',
  ' > git config --get remote.origin.url # timeout=10',
  'using GIT_ASKPASS to set credentials mine',
  ' > git lfs pull origin # timeout=10',
];

describe('large files', () => {
  it('are pulled after the checkout', async () => {
    await checkout(
      ['lfsRemote', [STRING], 'origin'],
      ['lfsCredentials', [CREDENTIALS], usernamePassword('u', 'p', 'mine')],
    );
    expect(file('large.bin')).toBe(content);
    expect(git.newLines().filter((line) => !line.includes('git --version'))).toEqual(PULLED);
  });

  it('come through the filter meanwhile where nobody asks for a pull', async () => {
    await checkout();
    expect(file('large.bin')).toBe(content);
    expect(git.log).not.toContain('lfs pull');
  });

  it('are pulled only where the checkout is not sparse', async () => {
    const paths = ['sparseCheckoutPaths', [LIST], arrayList(['/*', '!other/'])] as const;
    await checkout(['lfsRemote', [STRING], 'origin'], paths);
    expect(file('large.bin')).toBe(content);
    expect(() => file('other/large.bin')).toThrow('ENOENT');
  });

  it('that the remote does not have fail the checkout, and stay pointers', async () => {
    await rm(join(home, 'remote/lfs'), { recursive: true });
    await expect(checkout(['lfsRemote', [STRING], 'origin'])).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
      javaMessage: 'Could not checkout origin/main',
      cause: { javaMessage: expect.stringMatching(/^Command "git lfs pull origin" returned status code 2:/) as string },
    });
    expect(file('large.bin').startsWith(POINTER)).toBe(true);
    await expect(checkout(['lfsRemote', [STRING], 'none'])).rejects.toThrow('Could not checkout origin/main');
  });
});

describe('large files over HTTP', () => {
  let server: GitHttpServer;
  beforeEach(async () => {
    server = await GitHttpServer.start(home, 'alice:sesame');
    await git.invoke('setRemoteUrl', [STRING, STRING], 'origin', server.url('remote'));
    git.newLines();
  });
  afterEach(() => server.close());

  const pull = (password: string) =>
    checkout(
      ['lfsRemote', [STRING], 'origin'],
      ['lfsCredentials', [CREDENTIALS], usernamePassword('alice', password, 'mine')],
    );
  const asked = () => new Set(server.paths.map((path) => path.replace(/[0-9a-f]{64}/, 'ID')));

  it('are pulled with the credentials, which nothing else sees', async () => {
    await pull('sesame');
    expect(file('large.bin')).toBe(content);
    expect(file('other/large.bin')).toBe(content.toLowerCase());
    expect(asked()).toEqual(new Set(['/remote.git/info/lfs/objects/batch', '/remote.git/info/lfs/objects/ID']));
    expect(new Set(server.seen)).toEqual(new Set([null, 'alice:sesame']));
    expect(git.newLines().filter((line) => !line.includes('git --version'))).toEqual(PULLED);
    expect(readFileSync(join(home, 'ws/.git/config'), 'utf8')).not.toContain('sesame');
    expect(await readdir(join(home, 'ws@tmp'))).toEqual([]);
  });

  it('stay pointers where the password is wrong', async () => {
    await expect(pull('open')).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
      javaMessage: 'Could not checkout origin/main',
      cause: { javaMessage: expect.stringMatching(/^Command "git lfs pull origin" returned status code 2:/) as string },
    });
    expect(file('large.bin').startsWith(POINTER)).toBe(true);
    expect(asked()).toEqual(new Set(['/remote.git/info/lfs/objects/batch']));
    expect(server.seen).toContain('alice:open');
    expect(git.log).not.toContain('sesame');
    expect(await readdir(join(home, 'ws@tmp'))).toEqual([]);
  });

  it('that nobody has credentials for stay pointers', async () => {
    await expect(checkout(['lfsRemote', [STRING], 'origin'])).rejects.toThrow('Could not checkout origin/main');
    expect(file('large.bin').startsWith(POINTER)).toBe(true);
    expect(server.seen).not.toContain('alice:sesame');
  });
});
