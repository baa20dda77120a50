import { readdir, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import path from 'node:path';
import { JavaError } from '../../java/java-error.js';
import { isSymbolicLink } from '../files/attributes.js';
import { realPathOf } from '../files/real-path.js';
import { pathStartsWith } from '../../java/path.js';
import { foldCase } from './fold-case.js';
import type { Matcher } from './matcher.js';
import { BASE, scanPath, splitNames } from './scan-path.js';
import type { ScanPath } from './scan-path.js';

/** A place where a scan begins: a directory to walk, or a file that a pattern names outright. */
export interface Root {
  readonly at: ScanPath;
  readonly directory: boolean;
}

/**
 * DirectoryScanner.checkIncludePatterns: patterns that begin with plain names are looked up directly, so that
 * `target/*.jar` reads one directory of a large workspace. Roots below another root are left to its walk.
 * @returns in the order in which their files sort
 */
export async function findRoots(base: string, matcher: Matcher, followLinks: boolean): Promise<Root[]> {
  const patterns = matcher.roots();
  if (patterns.has('')) return [{ at: BASE, directory: true }];
  const found: Root[] = [];
  for (const [text, pattern] of patterns) {
    const root = await findRoot(base, text, pattern, matcher.caseSensitive, followLinks);
    if (root) found.push(root);
  }
  const directories = found.filter((root) => root.directory);
  const isBelowAnother = (root: Root): boolean =>
    directories.some((other) => other.at.text !== root.at.text && pathStartsWith(root.at.text, other.at.text));
  const outermost = new Map(found.filter((root) => !isBelowAnother(root)).map((root) => [sortKey(root), root]));
  return [...outermost.keys()].sort().flatMap((key) => outermost.get(key) ?? []);
}

async function findRoot(
  base: string,
  text: string,
  pattern: string,
  caseSensitive: boolean,
  followLinks: boolean,
): Promise<Root | null> {
  const names = splitNames(text);
  let current: string | null = text;
  let stats = await statOrNull(path.join(base, text));
  if (stats && !(await isSpelledSo(base, text))) {
    // A link on the way, `..`, `.`, or a file system that ignores case: only what the directories list counts.
    current = await spelledOnDisk(base, names, true);
    stats = current === null ? null : await statOrNull(path.join(base, current));
  }
  if (!stats && !caseSensitive) {
    current = await spelledOnDisk(base, names, false);
    stats = current === null ? null : await statOrNull(path.join(base, current));
  }
  if (current === null || !stats) return null;
  const at = scanPath(current, caseSensitive);
  if (!followLinks && (await passesLink(base, at.names))) return null;
  if (stats.isDirectory()) return { at, directory: true };
  // A pattern such as `a/b/**` starts at `a/b`, but does not name the file `a/b`.
  const named = caseSensitive ? pattern === current : foldCase(pattern) === foldCase(current);
  return stats.isFile() && named ? { at, directory: false } : null;
}

async function isSpelledSo(base: string, text: string): Promise<boolean> {
  const [realBase, real] = await Promise.all([realPathOf(base), realPathOf(path.join(base, text))]);
  return path.join(realBase, path.sep) + text === real;
}

/** TokenizedPath.findFile: the path as the directories on the way list it, an exact match preferred; null when one lacks a name. */
async function spelledOnDisk(base: string, names: readonly string[], exactly: boolean): Promise<string | null> {
  const spelled: string[] = [];
  for (const name of names) {
    const directory = path.join(base, ...spelled);
    if (!(await statOrNull(directory))?.isDirectory()) return null;
    const listed = await listOrFail(directory);
    const match = listed.includes(name) ? name : listed.find((other) => foldCase(other) === foldCase(name));
    if (match === undefined || (exactly && match !== name)) return null;
    spelled.push(match);
  }
  return spelled.join(path.sep);
}

async function passesLink(base: string, names: readonly string[]): Promise<boolean> {
  for (let i = 1; i <= names.length; i++) if (await isSymbolicLink(path.join(base, ...names.slice(0, i)))) return true;
  return false;
}

async function listOrFail(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch {
    throw new JavaError('org.apache.tools.ant.BuildException', `IO error scanning directory ${directory}`);
  }
}

/** File.exists and relatives: any failure means that there is nothing of use. */
async function statOrNull(file: string): Promise<Stats | null> {
  return stat(file).catch(() => null);
}

function sortKey(root: Root): string {
  return root.directory ? root.at.text + path.sep : root.at.text;
}
