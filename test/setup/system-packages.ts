/**
 * Programs of the system that tests run against. Where one is missing, its Debian package is installed; where that is not
 * possible, the tests that need it fail and the line printed here says what to install.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Program -> the Debian package that brings it. */
const PROGRAMS: ReadonlyMap<string, string> = new Map([
  ['git', 'git'],
  ['git-lfs', 'git-lfs'],
  ['ssh', 'openssh-client'],
  ['sshd', 'openssh-server'],
  ['zsh', 'zsh'],
  // Linked statically: for a root that has nothing else.
  ['busybox', 'busybox-static'],
  ['systemd-analyze', 'systemd'],
  ['fish', 'fish'],
]);

/** sshd stands where only root looks. */
const DIRECTORIES = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];

/** vitest's global set-up: once, before the first test. */
export default function setup(): void {
  const packages = [...PROGRAMS].filter(([program]) => !isInstalled(program)).map(([, name]) => name);
  if (packages.length === 0) return;
  try {
    install(packages);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`Some tests will fail: install ${packages.join(', ')} (${reason})\n`);
  }
}

function isInstalled(program: string): boolean {
  return DIRECTORIES.some((directory) => existsSync(join(directory, program)));
}

/** Throws when this user may not, or the package manager cannot. */
function install(packages: readonly string[]): void {
  if (process.getuid?.() !== 0) throw new Error('installing them here takes root');
  process.stderr.write(`Installing ${packages.join(', ')} for the tests\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...words: string[]) =>
    execFileSync('apt-get', ['-qq', ...words], { stdio: ['ignore', 'ignore', 'inherit'], env });
  run('update');
  run('install', '-y', '--no-install-recommends', ...packages);
}
