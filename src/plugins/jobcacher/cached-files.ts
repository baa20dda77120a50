import { lstat } from 'node:fs/promises';
import { scan } from '../../os/ant-glob/scan.js';
import { DEFAULT_EXCLUDES } from '../../os/ant-glob/default-excludes.js';
import { parsePatternList } from '../../os/ant-glob/pattern-list.js';
import { pathMatcher } from '../../os/ant-glob/path-matcher.js';
import type { Scanned, TreeScan } from '../../os/archive/scanned.js';
import { fileExists, isDirectory } from '../../os/files/attributes.js';
import { listNames } from '../../os/files/directories.js';
import { childFile } from '../../java/path.js';

/** What a cache is to hold. */
export interface CachedSet {
  readonly includes: string | null;
  readonly excludes: string | null;
  readonly useDefaultExcludes: boolean;
}

/**
 * jenkins.plugins.jobcacher.arbitrary.SymlinkSafeDirScanner: the files that patterns select, and behind them the links, none of
 * them followed.
 * @param withLinks false for archives that cannot hold links
 */
export function scanCached(directory: string, set: CachedSet, withLinks: boolean, signal: AbortSignal): TreeScan {
  return { files: cached(directory, set, withLinks, signal), keepsLinks: withLinks };
}

async function* cached(
  directory: string,
  set: CachedSet,
  withLinks: boolean,
  signal: AbortSignal,
): AsyncGenerator<Scanned> {
  if (!(await fileExists(directory))) return;
  const defaults = set.useDefaultExcludes ? DEFAULT_EXCLUDES : [];
  const options = {
    includes: parsePatternList(set.includes ?? ''),
    excludes: [...(parsePatternList(set.excludes ?? '') ?? []), ...defaults],
    caseSensitive: true,
    followLinks: false,
    signal,
  };
  for await (const { path, directory: isDir } of scan(directory, options)) {
    if (!isDir) yield { file: childFile(directory, path), name: path };
  }
  if (withLinks) yield* links(directory, '', linkFilter(set, defaults), signal);
}

async function* links(
  directory: string,
  prefix: string,
  wanted: (name: string) => boolean,
  signal: AbortSignal,
): AsyncGenerator<Scanned> {
  for (const child of (await listNames(directory)) ?? []) {
    signal.throwIfAborted();
    const file = childFile(directory, child);
    const name = prefix + child;
    const attributes = await lstat(file).catch(() => null);
    if (attributes?.isSymbolicLink() === true) {
      if (wanted(name)) yield { file, name };
    } else if (await isDirectory(file)) {
      yield* links(file, `${name}/`, wanted, signal);
    }
  }
}

function linkFilter(set: CachedSet, defaultExcludes: readonly string[]): (name: string) => boolean {
  const includes = patterns(set.includes, ['**']).map(pathMatcher);
  const excludes = [...patterns(set.excludes, []), ...defaultExcludes].map(pathMatcher);
  return (name) => includes.some((matches) => matches(name)) && !excludes.some((matches) => matches(name));
}

function patterns(list: string | null, none: readonly string[]): readonly string[] {
  if (list === null || list.trim() === '') return none;
  return list
    .split(',')
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '');
}
