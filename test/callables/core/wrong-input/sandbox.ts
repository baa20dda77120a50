/**
 * Runs a program that is not root, and that sees a read-only file system, a full one and a crowded one: mounts of its own, in
 * a mount namespace that ends with it. For root, as in CI, and for users who may make user namespaces.
 */
import { spawnSync } from 'node:child_process';
import { mountCommands } from './places.js';

const NOBODY = 65_534;

/** Runs a shell command in a directory, whose `trees` it may write to. Gives its standard output. */
export function inSandbox(directory: string, command: string): string {
  const isRoot = process.getuid?.() === 0;
  const namespaces = isRoot ? ['--mount'] : ['--map-root-user', '--mount'];
  const withoutRights = isRoot
    ? `setpriv --reuid ${NOBODY} --regid ${NOBODY} --clear-groups`
    : 'setpriv --bounding-set=-all --inh-caps=-all';
  const script = `${mountCommands(directory, isRoot ? NOBODY : 0)} && cd '${directory}' && exec ${withoutRights} sh -ec '${command}'`;
  const { status, stdout, stderr, error } = spawnSync('unshare', [...namespaces, 'sh', '-ec', script], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`The sandbox ended with ${String(status)}: ${stderr}`);
  return stdout;
}
