/** Updating submodules. */
import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boxBoolean, boxInt } from '../../../src/serial/jdk.js';
import { submoduleUpdateCommand } from '../../../src/plugins/git-client/commands/submodule-update.js';
import { expectCovered } from './support/builders-covered.js';
import { TestRepository } from './support/repository.js';
import { GitTester, INTEGER, STRING } from './support/tester.js';

const TRUE = boxBoolean(true);

expectCovered(submoduleUpdateCommand);

let home: string;
let remote: TestRepository;
let git: GitTester;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'git-submodules-')));
  remote = TestRepository.create(join(home, 'remote'));
  remote.commit('a.txt', 'one\n', 'first');
  git = await GitTester.open(join(home, 'ws'), { env: { GIT_ALLOW_PROTOCOL: 'file' } });
});
afterEach(() => rm(home, { recursive: true, force: true }));

const lines = () => git.newLines().filter((line) => !line.startsWith(' > git --version'));
const clone = () => git.execute('CloneCommand', ['url', [STRING], remote.url]);

describe('submodule update', () => {
  it('updates each with its branch, depth and reference, several at a time', async () => {
    for (const name of ['one', 'two', 'three']) {
      const library = TestRepository.create(join(home, name));
      library.commit(`${name}.txt`, name);
      library.git('branch', 'dev');
      remote.git('submodule', 'add', library.url, name);
    }
    remote.commit('with', 'submodules');
    await clone();
    await git.execute('CheckoutCommand', ['ref', [STRING], 'origin/main']);
    lines();
    await git.execute(
      'SubmoduleUpdateCommand',
      ['recursive', ['boolean'], TRUE],
      ['remoteTracking', ['boolean'], TRUE],
      ['parentCredentials', ['boolean'], TRUE],
      ['timeout', [INTEGER], boxInt(2)],
      ['threads', ['int'], boxInt(2)],
      ['useBranch', [STRING, STRING], 'one', 'dev'],
      ['ref', [STRING], '/none'],
    );
    const log = lines();
    expect(log[0]).toBe(' > git submodule init # timeout=10');
    expect(log).toContain(' > git config -f .gitmodules submodule.one.branch dev # timeout=10');
    expect(log).toContain(' > git submodule update --init --recursive --remote two # timeout=2');
    expect(log).toContain('[WARNING] Reference path does not exist: /none');
    const there = () => ['one', 'two', 'three'].map((name) => existsSync(join(home, 'ws', name, `${name}.txt`)));
    expect(there()).toEqual([true, true, true]);
    for (const name of ['ws/one', 'ws/.git/modules']) await rm(join(home, name), { recursive: true });
    const shallow = ['shallow', ['boolean'], TRUE] as const;
    await git.execute('CheckoutCommand', ['ref', [STRING], 'origin/main']);
    await rm(join(home, 'ws/two'), { recursive: true });
    await rm(join(home, 'ws/three'), { recursive: true });
    await git.execute(
      'SubmoduleUpdateCommand',
      shallow,
      ['depth', [INTEGER], boxInt(5)],
      ['ref', [STRING], join(home, 'one')],
    );
    expect(lines()).toContain(` > git submodule update --reference ${home}/one --depth=5 two # timeout=10`);
    expect(there()).toEqual([true, true, true]);
  });

  it('says when there are none, and stops at the first that fails', async () => {
    await clone();
    await git.execute('CheckoutCommand', ['ref', [STRING], 'origin/main']);
    await git.execute('SubmoduleUpdateCommand');
    expect(git.newLines().at(-1)).toBe('ERROR: No submodules found.');
    writeFileSync(join(home, 'ws/.gitmodules'), '[submodule "x"]\n\tpath = x\n\turl = /none\n');
    await expect(git.execute('SubmoduleUpdateCommand')).rejects.toMatchObject({
      javaClass: 'hudson.plugins.git.GitException',
    });
    await expect(git.execute('SubmoduleUpdateCommand', ['nonsense', [STRING], 'x'])).rejects.toThrow(
      'Method not found: nonsense(java.lang.String)',
    );
  });
});
