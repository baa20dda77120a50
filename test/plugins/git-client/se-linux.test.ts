/** The label that a key needs where SELinux is in force: a system that has it is made of files. */
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labelKey } from '../../../src/plugins/git-client/credentials/se-linux.js';
import type { SeLinux } from '../../../src/plugins/git-client/credentials/se-linux.js';
import { GitRun } from '../../../src/plugins/git-client/git-run.js';
import { GitTester } from './support/tester.js';

let home: string;
let system: SeLinux;
let git: GitTester;
let key: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'git-selinux-')));
  key = join(home, 'a key');
  system = { chcon: join(home, 'chcon'), ownLabel: join(home, 'current'), fileSystem: join(home, 'selinux') };
  await mkdir(system.fileSystem);
  await chcon('for word; do echo "$word"; done > "$0.args"');
  await writeFile(system.ownLabel, 'system_u:system_r:container_t:s0\0');
  await writeFile(join(system.fileSystem, 'enforce'), '1');
  git = await GitTester.open(join(home, 'ws'), { exe: '/none/git' });
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function chcon(script: string): Promise<void> {
  await writeFile(system.chcon, `#!/bin/sh\n${script}\n`);
  await chmod(system.chcon, 0o755);
}

async function label(): Promise<void> {
  await labelKey(new GitRun(git.remote.client, git.call), key, system);
  await git.call.arrived();
}

describe('the label of a key', () => {
  it('is set, and the log says why', async () => {
    await label();
    expect(readFileSync(`${system.chcon}.args`, 'utf8')).toBe(`--type=ssh_home_t\n${key}\n`);
    expect(git.newLines()).toEqual([
      '[INFO] Currently running in a labeled security context',
      "[INFO] Currently SELinux is 'enforcing' on the host",
      ` > ${system.chcon} --type=ssh_home_t ${key}`,
    ]);
  });

  it('is set as well where it cannot be told whether it must be', async () => {
    await rm(join(system.fileSystem, 'enforce'));
    await rm(system.ownLabel);
    await label();
    expect(git.newLines()).toEqual([
      expect.stringMatching(/^\[INFO\] SELinux is present on the host and we could not confirm/) as string,
      ` > ${system.chcon} --type=ssh_home_t ${key}`,
    ]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['there is no chcon', () => rm(system.chcon)],
    ['chcon cannot be executed', () => chmod(system.chcon, 0o644)],
    ['there is no SELinux', () => rm(system.fileSystem, { recursive: true })],
    ['SELinux is permissive', () => writeFile(join(system.fileSystem, 'enforce'), '0')],
    ['the agent is unconfined', () => writeFile(system.ownLabel, 'unconfined\n')],
  ])('is left alone where %s', async (_, arrange) => {
    await arrange();
    await label();
    expect(git.log).toBe('');
    expect(git.remote.client.failureClues).toEqual([]);
  });

  it('that could not be set is told once, when git cannot be run', async () => {
    await chcon('echo out; echo "Operation not supported" >&2; exit 1');
    await label();
    expect(git.newLines().at(-1)).toBe(` > ${system.chcon} --type=ssh_home_t ${key}`);
    await expect(git.invoke('revListAll')).rejects.toThrow('Error performing git command: /none/git rev-list --all');
    const lines = git.newLines();
    expect(lines.slice(0, 2)).toEqual([
      ' > /none/git rev-list --all # timeout=10',
      'ERROR: Git command failed, and previous operations logged the following error details:',
    ]);
    expect(lines[2]).toMatch(/^\[\d{4}-.*Z\]\[WARNING\] Failed \(1\) performing chcon helper command for SELinux:$/);
    expect(lines.slice(3)).toEqual([
      ` >>> ${system.chcon} --type=ssh_home_t ${key}`,
      '=== STDOUT:',
      'out',
      '',
      '====',
      '=== STDERR:',
      'Operation not supported',
      '',
      '====',
      'IMPACT: if SELinux is enabled, access to temporary key file may be denied for git+ssh later',
      '',
    ]);
    await expect(git.invoke('revListAll')).rejects.toThrow('Error performing');
    expect(git.newLines()).toEqual([' > /none/git rev-list --all # timeout=10']);
  });

  it('is no reason to stop where chcon cannot be run', async () => {
    await writeFile(system.chcon, '#!/none/interpreter\n');
    await label();
    expect(git.newLines().slice(-2)).toEqual([
      `Error performing chcon helper command for SELinux: ${system.chcon} --type=ssh_home_t ${key} :`,
      `java.io.IOException: Cannot run program "${system.chcon}": error=2, No such file or directory`,
    ]);
    expect(git.remote.client.failureClues).toEqual([expect.stringContaining('Failed (126)') as string]);
  });
});
