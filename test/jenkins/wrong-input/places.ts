/** The kinds of bad places that an operation is sent to, all in one directory tree that is made anew for each operation. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** More than the small file system holds. */
export const TOO_LARGE = 'x'.repeat(20_000);

/** Name -> path below the tree; `/` first: below the directory that holds the trees, where other file systems are mounted. */
export const PLACES: Readonly<Record<string, string>> = {
  nothing: 'nope',
  'no parent': 'no/such/file',
  'a file': 'file',
  'a directory': 'dir',
  'below a file': 'file/x',
  'a link to a file': 'link',
  'a link to a directory': 'dirlink',
  'a broken link': 'broken',
  'below a broken link': 'broken/x',
  'a loop': 'loop',
  'below a loop': 'loop/x',
  'a long name': 'n'.repeat(300),
  'a NUL': 'nul\0name',
  'a file that may not be read': 'secret',
  'a directory that may not be read': 'locked',
  'in a directory that may not be read': 'locked/file',
  'a file in a directory that may not be written': 'shut/file',
  'nothing in a directory that may not be written': 'shut/nope',
  'a file, read-only': '/read-only/file',
  'nothing, read-only': '/read-only/nope',
  'a directory, read-only': '/read-only/dir',
  'a file, disk full': '/full/file',
  'nothing, disk full': '/full/nope',
  'nothing, no more files': '/crowded/nope',
};

/** The shell commands that mount the file systems, as root of a mount namespace; what is in them belongs to `uid`. */
export function mountCommands(base: string, uid: number): string {
  const mounted = (name: string, options: string) =>
    `mkdir -p '${base}/${name}' && mount -t tmpfs -o mode=1777,${options} none '${base}/${name}'`;
  return [
    mounted('read-only', 'size=64k'),
    `cd '${base}/read-only' && mkdir -p dir/sub && echo text > file && echo x > dir/sub/x && chown -R ${uid} .`,
    `mount -o remount,ro '${base}/read-only'`,
    mounted('full', 'size=64k'),
    mounted('crowded', 'size=1m,nr_inodes=2'),
    mounted('trees', 'size=64m'),
  ].join(' && ');
}

/** Makes one tree. */
export function makeTree(tree: string): void {
  mkdirSync(tree);
  const at = (name: string) => join(tree, name);
  for (const directory of ['dir/sub', 'locked', 'shut', 'source/sub']) mkdirSync(at(directory), { recursive: true });
  for (const file of ['file', 'secret', 'locked/file', 'shut/file']) writeFileSync(at(file), 'text\n');
  for (const file of ['dir/sub/x', 'source/sub/x', 'plain']) writeFileSync(at(file), 'x\n');
  writeFileSync(at('large'), TOO_LARGE);
  writeFileSync(at('source/large'), TOO_LARGE);
  for (const [link, target] of Object.entries({ link: 'file', dirlink: 'dir', broken: 'nowhere', loop: 'loop' }))
    symlinkSync(target, at(link));
  chmodSync(at('secret'), 0);
  chmodSync(at('locked'), 0);
  chmodSync(at('shut'), 0o555);
}

/** Puts the small file systems back into their state: one file each, and no room. */
export function fillUp(base: string): void {
  for (const name of ['full', 'crowded']) {
    const directory = join(base, name);
    for (const entry of readdirSync(directory)) rmSync(join(directory, entry), { recursive: true });
    writeFileSync(join(directory, 'file'), 'text\n');
  }
  try {
    for (;;) writeFileSync(join(base, 'full/filler'), Buffer.alloc(4096), { flag: 'a' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

/** Removes a tree, what it had locked away too. */
export function removeTree(tree: string): void {
  unlock(tree);
  rmSync(tree, { recursive: true });
}

function unlock(directory: string): void {
  chmodSync(directory, 0o700);
  for (const entry of readdirSync(directory, { withFileTypes: true }))
    if (entry.isDirectory()) unlock(join(directory, entry.name));
}
