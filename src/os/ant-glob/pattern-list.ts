/** hudson.Util.createFileSet: how the text of a "files" field becomes Ant patterns. Separators are commas, and only commas. */
import { javaTrim } from '../../java/trim.js';

/**
 * Splits a mask such as `**\/*.jar, docs/` into its patterns, still as they were written.
 * @returns null when the text has nothing between its commas: Ant then takes its default, which is everything for includes
 *   and nothing for excludes. A list that held only blanks is empty instead, and an empty list matches nothing.
 */
export function parsePatternList(masks: string): string[] | null {
  const tokens = masks.split(',').filter((token) => token !== '');
  if (tokens.length === 0) return null;
  return tokens.map(javaTrim).filter((token) => token !== '');
}

/**
 * Ant's own FileSet.setIncludes and setExcludes, where blanks separate patterns as commas do.
 * @returns null when the text holds no pattern: Ant then takes its default
 */
export function antPatternList(masks: string): string[] | null {
  const patterns = masks.split(/[, ]/).filter((pattern) => pattern !== '');
  return patterns.length > 0 ? patterns : null;
}

/** DirectoryScanner.normalizePattern: both separators become the machine's own, and a trailing one means everything below. */
export function normalizePattern(pattern: string, separator: string): string {
  const own = pattern.replaceAll(/[\\/]/g, () => separator);
  return own.endsWith(separator) ? `${own}**` : own;
}
