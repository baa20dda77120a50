import path from 'node:path';
import { realPathOf } from '../files/real-path.js';

/** DirectoryScanner.MAX_LEVELS_OF_SYMLINKS */
const MAX_LEVELS = 5;

/**
 * DirectoryScanner.causesIllegalSymlinkLoop: whether entering this link once more would go round in a circle. So it is when
 * five directories on the way already bear its name and lead to the same place.
 * @param file path of the link as the walk reached it
 * @param names names of the directories that the walk is in, outermost first
 */
export async function isLinkLoop(file: string, names: readonly string[]): Promise<boolean> {
  const name = path.basename(file);
  const ancestors = ancestorsNamed(file, name, names.length);
  if (names.length < MAX_LEVELS || ancestors.length < MAX_LEVELS) return false;
  const target = await realPathOf(file);
  let seen = 0;
  for (const ancestor of ancestors) if ((await realPathOf(ancestor)) === target) seen++;
  return seen >= MAX_LEVELS;
}

function ancestorsNamed(file: string, name: string, depth: number): string[] {
  const found: string[] = [];
  let ancestor = path.dirname(file);
  for (let i = 0; i < depth; i++) {
    if (path.basename(ancestor) === name) found.push(ancestor);
    ancestor = path.dirname(ancestor);
  }
  return found;
}
