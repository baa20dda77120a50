/** Which files are to be published. */
import { sep } from 'node:path';
import { DEFAULT_EXCLUDES } from '../../os/ant-glob/default-excludes.js';
import { requireDirectory } from '../../os/ant-glob/file-set.js';
import { scan } from '../../os/ant-glob/scan.js';
import { compileJavaRegex } from '../../java/regex/regex.js';

export interface Selection {
  readonly includes: string | null;
  readonly excludes: string | null;
  readonly defaultExcludes: boolean;
  readonly findEmptyDirectories: boolean;
  readonly patternSeparatorRegex: string | null;
}

/** Names below the directory, with the separators of this machine. */
export interface Found {
  readonly files: readonly string[];
  /** Those that match and have nothing matching in them, if asked for. */
  readonly directories: readonly string[];
}

/** @throws JavaError org.apache.tools.ant.BuildException without the directory, java.util.regex.PatternSyntaxException */
export async function findFiles(directory: string, selection: Selection, signal: AbortSignal): Promise<Found> {
  const separator = selection.patternSeparatorRegex ?? DEFAULT_SEPARATOR;
  await requireDirectory(directory);
  const includes = await patterns(selection.includes, separator, signal);
  const excludes = await patterns(selection.excludes, separator, signal);
  const files: string[] = [];
  const directories: string[] = [];
  const matches = scan(directory, {
    includes: includes.length > 0 ? includes : null,
    excludes: selection.defaultExcludes ? [...excludes, ...DEFAULT_EXCLUDES] : excludes,
    caseSensitive: true,
    followLinks: true,
    signal,
  });
  for await (const match of matches) (match.directory ? directories : files).push(match.path);
  return { files, directories: selection.findEmptyDirectories ? emptyOnes({ files, directories }) : [] };
}

const DEFAULT_SEPARATOR = '[, ]+';

async function patterns(list: string | null, separator: string, signal: AbortSignal): Promise<string[]> {
  if (list === null) return [];
  const parts = await compileJavaRegex(separator, { signal }).split(list);
  return parts.filter((pattern) => pattern !== '');
}

function emptyOnes({ files, directories }: Found): string[] {
  const parents = new Set<string>(['']);
  for (const path of [...directories, ...files]) {
    for (let end = path.lastIndexOf(sep); end > 0; end = path.lastIndexOf(sep, end - 1))
      parents.add(path.slice(0, end));
  }
  return directories.filter((directory) => !parents.has(directory));
}
