/**
 * Programs of the system that the system tests run against. Where some are missing, it is said which Debian packages bring them;
 * a person at a terminal is asked, then and where nobody sits there they are installed. Where that is not possible, or not
 * wanted, the tests that need them fail, and a line says what to install.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline/promises';

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

/** vitest's global set-up of the system tests: once, before the first of them. */
export default async function setup(): Promise<void> {
  await provide(
    [...PROGRAMS].filter(([program]) => !isInstalled(program)).map(([, name]) => name),
    { say: (line) => process.stderr.write(`${line}\n`), ask: process.stdin.isTTY ? ask : undefined, install },
  );
}

export interface Means {
  readonly say: (line: string) => void;
  /** Asks the person at the terminal; undefined where there is none. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  readonly install: (packages: readonly string[]) => void;
}

/** Says which packages are missing, asks where somebody can answer, and installs them. Never fails: the tests do. */
export async function provide(packages: readonly string[], { say, ask, install }: Means): Promise<void> {
  if (packages.length === 0) return;
  say(`System tests need programs of these Debian packages: ${packages.join(', ')}`);
  const answer = ask === undefined ? 'yes' : await ask('Install them with apt-get now? [y/N] ');
  if (!/^y(es)?$/i.test(answer.trim())) {
    say(`Not installed; tests that need them will fail. npm run test:unit needs none of them.`);
    return;
  }
  try {
    say(`Installing ${packages.join(', ')}`);
    install(packages);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(`Some tests will fail: install ${packages.join(', ')} (${reason})`);
  }
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

function isInstalled(program: string): boolean {
  return DIRECTORIES.some((directory) => existsSync(join(directory, program)));
}

/** Throws when this user may not, or the package manager cannot. */
function install(packages: readonly string[]): void {
  if (process.getuid?.() !== 0) throw new Error('installing them here takes root');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...words: string[]) =>
    execFileSync('apt-get', ['-qq', ...words], { stdio: ['ignore', 'ignore', 'inherit'], env });
  run('update');
  run('install', '-y', '--no-install-recommends', ...packages);
}
