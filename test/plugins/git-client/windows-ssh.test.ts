import { describe, expect, it } from 'vitest';
import { findGitSsh } from '../../../src/plugins/git-client/credentials/windows-ssh.js';

const ENVIRONMENT = {
  Path: 'C:\\Windows\\System32;D:\\Git\\cmd;E:\\Git\\mingw64\\bin',
  ProgramFiles: 'C:\\Program Files',
  'ProgramFiles(x86)': 'C:\\Program Files (x86)',
};

describe("Git's own ssh", () => {
  it.each([
    ['of the variable', 'X:\\ssh.exe', []],
    ['of Git in Program Files', 'C:\\Program Files\\Git\\bin\\ssh.exe', []],
    ['in its usr', 'C:\\Program Files\\Git\\usr\\bin\\ssh.exe', []],
    ['of a Git of 32 bits', 'C:\\Program Files (x86)\\Git\\usr\\bin\\ssh.exe', []],
    ['beside a git in the path', 'D:\\Git\\usr\\bin\\ssh.exe', ['D:\\Git\\cmd\\git.exe']],
    ['beside a git.cmd in the path', 'D:\\Git\\bin\\ssh.exe', ['D:\\Git\\cmd\\git.cmd']],
    ['of mingw64', 'E:\\Git\\usr\\bin\\ssh.exe', ['E:\\Git\\mingw64\\bin\\git.exe']],
  ])('is found: %s', (_where, ssh, gits) => {
    const there = new Set([ssh, ...gits, 'C:\\Windows\\System32\\ssh.exe']);
    expect(findGitSsh('git', { ...ENVIRONMENT, GIT_SSH: 'X:\\ssh.exe' }, (file) => there.has(file))).toBe(ssh);
  });

  it('is found beside a git that is named by its path', () => {
    const there = new Set(['F:\\portable\\bin\\ssh.exe', 'C:\\Windows\\System32\\ssh.exe']);
    expect(findGitSsh('F:\\portable\\bin\\git.exe', ENVIRONMENT, (file) => there.has(file))).toBe(
      'F:\\portable\\bin\\ssh.exe',
    );
  });

  it('is missed as the plugin misses it', () => {
    expect(() => findGitSsh('git', ENVIRONMENT, () => false)).toThrow(
      /^ssh executable not found\. The git plugin only/,
    );
  });
});
