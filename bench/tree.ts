/** Trees of small files: made, and summed up to be compared. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES_IN_A_DIRECTORY = 100;
const AT_ONCE = 32;

/** Makes that many files of up to 2 KB, in directories below `root`. */
export async function makeTree(root: string, files: number): Promise<void> {
  for (let first = 0; first < files; first += FILES_IN_A_DIRECTORY) {
    const directory = join(root, `directory-${Math.floor(first / 1000)}`, `${first}`);
    await mkdir(directory, { recursive: true });
    const numbers = Array.from({ length: Math.min(FILES_IN_A_DIRECTORY, files - first) }, (_, index) => first + index);
    await inGroups(numbers, (number) =>
      writeFile(join(directory, `file-${number}.txt`), `${number}\n`.repeat(number % 400)),
    );
  }
}

export interface TreeSum {
  readonly files: number;
  /** Over the names and contents of all files. */
  readonly sha256: string;
}

export async function sumTree(root: string): Promise<TreeSum> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sums: string[] = [];
  await inGroups(paths, async (path) => {
    const content = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    sums.push(`${path.slice(root.length)} ${content}`);
  });
  return { files: paths.length, sha256: createHash('sha256').update(sums.sort().join('\n')).digest('hex') };
}

async function inGroups<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE) await Promise.all(items.slice(at, at + AT_ONCE).map(work));
}
