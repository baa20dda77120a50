/** Programs that a measurement needs, and that this machine may not have. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Program, and the Debian package that brings it. */
const FOR_GIT = [
  ['git', 'git'],
  ['ssh', 'openssh-client'],
  ['sshd', 'openssh-server'],
] as const;

/** sshd stands where only root looks. */
const MORE_DIRECTORIES = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** @returns a line that says what to install; undefined when all is there */
export function missingForGit(path = process.env['PATH'] ?? '', more = MORE_DIRECTORIES): string | undefined {
  const directories = [...path.split(delimiter), ...more];
  const missing = FOR_GIT.filter(([program]) => !directories.some((directory) => existsSync(join(directory, program))));
  if (missing.length === 0) return undefined;
  const [programs, packages] = [0, 1].map((at) => missing.map((pair) => pair[at]).join(', '));
  return `git cannot be measured: ${programs} not found; install ${packages}`;
}
