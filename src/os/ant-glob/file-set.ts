import { stat } from 'node:fs/promises';
import { absoluteFile } from '../../java/path.js';
import { JavaError } from '../../java/java-error.js';
import { DEFAULT_EXCLUDES } from './default-excludes.js';
import { antPatternList, parsePatternList } from './pattern-list.js';
import { scan } from './scan.js';

/** What hudson.Util.createFileSet and the setters of org.apache.tools.ant.types.FileSet take. */
export interface FileSet {
  /** Comma-separated patterns. */
  readonly includes: string;
  /** Comma-separated patterns; null for none. */
  readonly excludes: string | null;
  readonly defaultExcludes: boolean;
  /** Default: true. */
  readonly caseSensitive?: boolean;
  /** Default: true. */
  readonly followLinks?: boolean;
  /** Takes blanks between patterns for separators, as Ant itself does. Default: false. */
  readonly splitAtBlanks?: boolean;
}

/**
 * FileSet.getDirectoryScanner().getIncludedFiles(): the files below a directory that a set of patterns selects, sorted,
 * relative, with the machine's separator.
 * @throws JavaError org.apache.tools.ant.BuildException when the directory is missing or not one
 */
export async function* filesOf(directory: string, set: FileSet, signal?: AbortSignal): AsyncGenerator<string> {
  await requireDirectory(directory);
  const patternsOf = set.splitAtBlanks === true ? antPatternList : parsePatternList;
  const excludes = set.excludes === null ? [] : (patternsOf(set.excludes) ?? []);
  const matches = scan(directory, {
    includes: patternsOf(set.includes),
    excludes: set.defaultExcludes ? [...excludes, ...DEFAULT_EXCLUDES] : excludes,
    caseSensitive: set.caseSensitive ?? true,
    followLinks: set.followLinks ?? true,
    ...(signal && { signal }),
  });
  for await (const match of matches) if (!match.directory) yield match.path;
}

/** AbstractFileSet.getDirectoryScanner on a directory that is missing, or is none. Throws BuildException. */
export async function requireDirectory(directory: string): Promise<void> {
  const stats = await stat(directory).catch(() => null);
  if (stats?.isDirectory()) return;
  const problem = stats ? 'is not a directory.' : 'does not exist.';
  throw new JavaError('org.apache.tools.ant.BuildException', `${absoluteFile(directory)} ${problem}`);
}
