import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { missingForGit } from '../../bench/missing-programs.js';
import { benchArguments, USAGE } from '../../bench/usage.js';

describe('the command line of the bench', () => {
  it('has defaults', () => {
    expect(benchArguments([])).toEqual({ runs: 7, against: undefined, agent: undefined, only: undefined });
  });

  it('takes what help tells of', () => {
    expect(benchArguments(['--runs', '3', '--against', 'agent.jar', '--git'])).toMatchObject({
      runs: 3,
      against: 'agent.jar',
      only: 'git',
    });
    expect(benchArguments(['--help'])).toBeUndefined();
    for (const [option = ''] of USAGE.matchAll(/--[a-z]+/g))
      expect(USAGE.split(`  ${option} `), option).toHaveLength(2);
  });

  it.each([
    [['--runs', 'many'], '--runs many: it takes a whole number, 1 at least'],
    [['--bogus'], "Unknown option '--bogus'"],
  ])('refuses %j', (words, message) => {
    expect(() => benchArguments(words)).toThrow(message);
  });
});

describe('a machine without git', () => {
  it('is told which packages bring what is missing', () => {
    const bin = mkdtempSync(join(tmpdir(), 'programs-'));
    onTestFinished(() => rmSync(bin, { recursive: true, force: true }));
    expect(missingForGit(bin, [])).toBe(
      'git cannot be measured: git, ssh, sshd not found; install git, openssh-client, openssh-server',
    );
    writeFileSync(join(bin, 'git'), '');
    writeFileSync(join(bin, 'ssh'), '');
    expect(missingForGit(bin, [])).toBe('git cannot be measured: sshd not found; install openssh-server');
    writeFileSync(join(bin, 'sshd'), '');
    expect(missingForGit(bin, [])).toBeUndefined();
  });
});

describe('the build of the executable file', () => {
  const build = (...words: string[]) => promisify(execFile)(process.execPath, ['build-binary.mjs', ...words]);

  it('tells its options', async () => {
    expect((await build('--help')).stdout).toMatch(/--into DIRECTORY[^]*--node FILE/);
  });

  it('refuses others in a line, and says how to get help', async () => {
    await expect(build('--bogus')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^Unknown option '--bogus'[^\n]*\n"npm run build:binary -- --help" tells all options\n$/,
      ) as string,
    });
  });
});
