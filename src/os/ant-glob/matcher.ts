import path from 'node:path';
import { foldCase } from './fold-case.js';
import { normalizePattern } from './pattern-list.js';
import { splitNames } from './scan-path.js';
import type { ScanPath } from './scan-path.js';
import { hasWildcards, matchNames, matchStart } from './wildcard.js';

export interface MatcherOptions {
  /** As written; null is Ant's default, everything. */
  readonly includes: readonly string[] | null;
  readonly excludes: readonly string[];
  readonly caseSensitive: boolean;
  /** Called before each comparison of a path with a pattern; it may throw to end the scan. */
  readonly onComparison?: () => void;
}

/** The deciding half of org.apache.tools.ant.DirectoryScanner: which paths are in, and which directories may hold some. */
export class Matcher {
  readonly caseSensitive: boolean;
  readonly #includes: PatternSet;
  readonly #excludes: PatternSet;
  readonly #compare: () => void;

  constructor(options: MatcherOptions) {
    this.caseSensitive = options.caseSensitive;
    this.#compare = options.onComparison ?? (() => undefined);
    this.#includes = patternSet(options.includes ?? ['**'], this.caseSensitive);
    this.#excludes = patternSet(options.excludes, this.caseSensitive);
  }

  /** DirectoryScanner.isIncluded && !isExcluded. */
  matches(scanned: ScanPath): boolean {
    return this.#isIn(this.#includes, scanned) && !this.#isIn(this.#excludes, scanned);
  }

  /** DirectoryScanner.isIncluded. */
  isIncluded(scanned: ScanPath): boolean {
    return this.#isIn(this.#includes, scanned);
  }

  /** DirectoryScanner.accountForNotFollowedSymlink: whether a link would have been taken, or looked into, were it followed. */
  concerns(link: ScanPath, directory: boolean): boolean {
    if (this.#isIn(this.#excludes, link)) return false;
    return this.isIncluded(link) || (directory && this.mayHoldMatches(link));
  }

  /** DirectoryScanner.scanDuringFastScan: whether a walk has to look into this directory. */
  mayHoldMatches(directory: ScanPath): boolean {
    if (this.#excludes.texts.has(`${directory.text}${path.sep}**`)) return false;
    return this.#couldHoldIncluded(directory) && !this.#contentsExcluded(directory);
  }

  /**
   * DirectoryScanner.checkIncludePatterns: where the walk starts. Maps the part before the first wildcard to the pattern
   * that it came from; the empty path means that everything is to be walked.
   */
  roots(): Map<string, string> {
    const roots = new Map<string, string>();
    for (const pattern of this.#includes.wild) roots.set(pattern.literalStart, pattern.text);
    for (const [key] of this.#includes.literal) roots.set(key, key);
    return roots;
  }

  #isIn(set: PatternSet, scanned: ScanPath): boolean {
    if (!this.caseSensitive) this.#compare();
    if (set.literal.has(this.caseSensitive ? scanned.text : scanned.text.toUpperCase())) return true;
    return set.wild.some((pattern) => {
      this.#compare();
      return matchNames(pattern.names, scanned.folded);
    });
  }

  #couldHoldIncluded(directory: ScanPath): boolean {
    const possible = (names: readonly string[], anyDepth: boolean): boolean => {
      this.#compare();
      return matchStart(names, directory.folded) && (anyDepth || names.length > directory.names.length);
    };
    if (this.#includes.wild.some((pattern) => possible(pattern.names, pattern.anyDepth))) return true;
    for (const [, names] of this.#includes.literal) if (possible(names, false)) return true;
    return false;
  }

  #contentsExcluded(directory: ScanPath): boolean {
    return this.#excludes.wild.some((pattern) => {
      if (pattern.names.at(-1) !== '**') return false;
      this.#compare();
      return matchNames(pattern.names.slice(0, -1), directory.folded);
    });
  }
}

interface WildPattern {
  /** With the machine's separator, not folded. */
  readonly text: string;
  /** Folded when case does not count. */
  readonly names: readonly string[];
  readonly anyDepth: boolean;
  /** TokenizedPattern.rtrimWildcardTokens: the names before the first one with a wildcard, not folded. */
  readonly literalStart: string;
}

interface PatternSet {
  readonly wild: readonly WildPattern[];
  /** Patterns without wildcards, upper-cased when case does not count, and their folded names. */
  readonly literal: ReadonlyMap<string, readonly string[]>;
  readonly texts: ReadonlySet<string>;
}

function patternSet(patterns: readonly string[], caseSensitive: boolean): PatternSet {
  const wild: WildPattern[] = [];
  const literal = new Map<string, readonly string[]>();
  const fold = (name: string): string => (caseSensitive ? name : foldCase(name));
  for (const written of patterns) {
    const text = normalizePattern(written, path.sep);
    // An absolute pattern can match no path relative to a directory: Ant compares its root with the first name.
    if (isAbsolutePattern(text)) continue;
    const names = splitNames(text);
    if (hasWildcards(text)) {
      const firstWild = names.findIndex(hasWildcards);
      const literalStart = names.slice(0, firstWild).join(path.sep);
      wild.push({ text, names: names.map(fold), anyDepth: names.includes('**'), literalStart });
    } else {
      // The whole text is upper-cased here, not each character: Ant does so for these patterns alone.
      const key = caseSensitive ? text : text.toUpperCase();
      literal.set(key, splitNames(key).map(fold));
    }
  }
  return { wild, literal, texts: new Set(wild.map((pattern) => pattern.text)) };
}

/** org.apache.tools.ant.util.FileUtils.isAbsolutePath: on Windows a leading `\` alone is not absolute. */
function isAbsolutePattern(text: string): boolean {
  if (path.sep === '/') return text.startsWith('/');
  return /^[^\W\d_]:\\/u.test(text) || /^\\\\[^\\]+\\./.test(text);
}
