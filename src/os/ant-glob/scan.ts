import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isSymbolicLink } from '../files/attributes.js';
import { JavaError } from '../../java/java-error.js';
import { isLinkLoop } from './link-loop.js';
import { Matcher } from './matcher.js';
import type { MatcherOptions } from './matcher.js';
import { readDirectory } from './read-directory.js';
import type { Listed } from './read-directory.js';
import { findRoots } from './roots.js';
import { BASE, childPath } from './scan-path.js';
import type { ScanPath } from './scan-path.js';

export interface ScanOptions extends MatcherOptions {
  readonly followLinks: boolean;
  /** Told of links that were not followed and would have mattered (getNotFollowedSymlinks()): absolute paths. */
  readonly onLinkNotFollowed?: (file: string) => void;
  readonly signal?: AbortSignal;
}

export interface Match {
  /** Relative to the scanned directory, with the machine's separator; empty for that directory itself. */
  readonly path: string;
  readonly directory: boolean;
}

/**
 * org.apache.tools.ant.DirectoryScanner.scan(): walks a directory and gives what matches, files in the order of
 * getIncludedFiles() (sorted as whole paths), directories as the walk meets them. Holds one listing for each level that
 * it is in, never the whole result.
 * @throws JavaError java.lang.IllegalStateException when the directory is missing or not one,
 *   org.apache.tools.ant.BuildException when a directory where the scan begins cannot be read
 */
export async function* scan(base: string, options: ScanOptions): AsyncGenerator<Match, void, undefined> {
  const matcher = new Matcher(options);
  if (!options.followLinks && (await isSymbolicLink(base))) {
    options.onLinkNotFollowed?.(base);
    return;
  }
  await assertDirectory(base);
  if (matcher.matches(BASE)) yield { path: '', directory: true };
  for (const root of await findRoots(base, matcher, options.followLinks)) {
    if (root.directory) {
      const included = root.at !== BASE && matcher.isIncluded(root.at);
      if (included && matcher.matches(root.at)) yield { path: root.at.text, directory: true };
      // A root that is itself included is entered by the same rule as any directory, another one always.
      if (!included || matcher.mayHoldMatches(root.at)) yield* walk(base, root.at, matcher, options);
    } else if (matcher.matches(root.at)) {
      yield { path: root.at.text, directory: false };
    }
  }
}

async function assertDirectory(base: string): Promise<void> {
  const stats = await stat(base).catch(() => null);
  if (!stats) throw new JavaError('java.lang.IllegalStateException', `basedir ${base} does not exist.`);
  if (!stats.isDirectory())
    throw new JavaError('java.lang.IllegalStateException', `basedir ${base} is not a directory.`);
}

interface Level {
  readonly at: ScanPath;
  readonly entries: readonly Listed[];
  next: number;
}

async function* walk(base: string, start: ScanPath, matcher: Matcher, options: ScanOptions): AsyncGenerator<Match> {
  const stack: Level[] = [{ at: start, entries: await listRoot(base, start), next: 0 }];
  const names = [path.basename(path.join(base, start.text))];
  for (let level = stack.at(-1); level; level = stack.at(-1)) {
    const entry = level.entries[level.next++];
    if (!entry) {
      stack.pop();
      names.pop();
      continue;
    }
    const at = childPath(level.at, entry.name, matcher.caseSensitive);
    if (entry.link && !options.followLinks) {
      if (matcher.concerns(at, entry.directory)) options.onLinkNotFollowed?.(path.join(base, at.text));
      continue;
    }
    const entered = entry.directory ? await enter(base, at, entry, matcher, names, options.signal) : 'file';
    if (entered === 'loop') continue;
    if (matcher.matches(at)) yield { path: at.text, directory: entered !== 'file' };
    if (typeof entered === 'object') {
      stack.push({ at, entries: entered, next: 0 });
      names.push(entry.name);
    }
  }
}

/** What to do with a directory: its entries when they are wanted, `pruned`, `loop`, or `file` for one that cannot be read. */
async function enter(
  base: string,
  at: ScanPath,
  entry: Listed,
  matcher: Matcher,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Listed[] | 'pruned' | 'loop' | 'file'> {
  signal?.throwIfAborted();
  const wanted = matcher.mayHoldMatches(at);
  const file = path.join(base, at.text);
  // Ant lists a directory before anything else, and one that it cannot list is a file to it.
  const entries = wanted ? await readDirectory(file).catch(() => null) : 'pruned';
  if (entries === null) return 'file';
  return entry.link && (await isLinkLoop(file, names)) ? 'loop' : entries;
}

async function listRoot(base: string, at: ScanPath): Promise<Listed[]> {
  const directory = at.text === '' ? base : path.join(base, at.text);
  try {
    return await readDirectory(directory);
  } catch {
    throw new JavaError('org.apache.tools.ant.BuildException', `IO error scanning directory '${directory}'`);
  }
}
