/** The repository that is cloned and fetched from. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlainGit } from './git-alone.js';

export const FILES = 20_000;
const BRANCH = 'main';
/** Without the packing in the background that git would do now and then. */
const SETTINGS = ['user.name=n', 'user.email=e@x', 'gc.auto=0'].flatMap((setting) => ['-c', setting]);
const COMMIT = [...SETTINGS, 'commit', '--quiet', '--message=another'];

/** Resolves with the commit that all files are in. */
export async function makeRepository({ run }: PlainGit, path: string): Promise<string> {
  for (let i = 0; i < FILES; i++) {
    const folder = join(path, `d${Math.floor(i / 200)}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file${i}.txt`), `content of ${i}\n`.repeat(10));
  }
  const init = ['init', '--quiet', `--initial-branch=${BRANCH}`];
  await run(path, init, ['add', '.'], COMMIT, ['repack', '-a', '-d', '-q']);
  return readRef(path, 'heads');
}

let commits = 0;

export async function addCommit({ run }: PlainGit, path: string): Promise<void> {
  writeFileSync(join(path, 'd0', 'changed.txt'), `commit ${commits++}\n`);
  await run(path, ['add', 'd0/changed.txt'], COMMIT);
}

/** A git that fails is quick: throws when one of these clones has not got the last commit. */
export function checkFetched(repository: string, clones: readonly string[]): void {
  const commit = readRef(repository, 'heads');
  for (const path of clones) {
    if (readRef(path, 'remotes/origin') !== commit) throw new Error(`${path} has not got the last commit`);
  }
}

function readRef(repository: string, namespace: string): string {
  return readFileSync(join(repository, '.git', 'refs', namespace, BRANCH), 'utf8').trim();
}
