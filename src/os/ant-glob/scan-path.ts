import path from 'node:path';
import { foldCase } from './fold-case.js';

/** A path below the scanned directory, cut into names once (org.apache.tools.ant.types.selectors.TokenizedPath). */
export interface ScanPath {
  /** Relative, with the machine's separator; empty for the scanned directory itself. */
  readonly text: string;
  readonly names: readonly string[];
  /** The names as they are compared: folded when case does not count. */
  readonly folded: readonly string[];
}

export const BASE: ScanPath = { text: '', names: [], folded: [] };

export function childPath(parent: ScanPath, name: string, caseSensitive: boolean): ScanPath {
  return {
    text: parent.text === '' ? name : parent.text + path.sep + name,
    names: [...parent.names, name],
    folded: [...parent.folded, caseSensitive ? name : foldCase(name)],
  };
}

export function scanPath(text: string, caseSensitive: boolean): ScanPath {
  const names = splitNames(text);
  return { text, names, folded: caseSensitive ? names : names.map(foldCase) };
}

/** SelectorUtils.tokenizePath for a relative path: empty names fall out. */
export function splitNames(text: string): string[] {
  return text.split(path.sep).filter((name) => name !== '');
}
