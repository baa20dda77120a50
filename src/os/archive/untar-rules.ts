/**
 * Which entries hudson.FilePath.readFromTar refuses. It is the controller's code that runs on the agent, so that depends on
 * the controller:
 *
 *     legacy    until early 2026        names that end outside the directory
 *     strict    2.541.x and neighbours  also names that leave the directory and come back, and whatever would be written
 *                                       through a symbolic link, one from the same archive included
 *     current   2.568.2 and later       names that end outside, and files in the place of the directory itself; the checks
 *                                       of `strict` are the controller's alone again
 */
import { isSymbolicLink } from '../files/attributes.js';
import { absoluteFile, childFile, invalidPath, normalizePath, parentFile, pathStartsWith } from '../../java/path.js';
import { ioError } from '../../java/java-error.js';
import type { JavaError } from '../../java/java-error.js';
import { isTarDirectory } from './tar-reader.js';
import type { TarHeader } from './tar-header.js';

export type UntarRules = 'legacy' | 'strict' | 'current';

/** Where an entry goes; null for one that says no more than that the directory exists. */
export class UntarGuard {
  readonly #base: string;
  readonly #normalizedBase: string;
  /** Directories that are known not to be links: archives name thousands of files in few directories. */
  readonly #plain = new Set<string>();

  /**
   * @param archive how messages call the archive
   * @param rules asked only when an entry is in any way unusual: to know them may take a question to the controller
   */
  constructor(
    private readonly archive: string,
    directory: string,
    private readonly rules: () => Promise<UntarRules>,
  ) {
    this.#base = absoluteFile(directory);
    this.#normalizedBase = normalizePath(this.#base);
  }

  /**
   * The path to write an entry to.
   * @throws JavaError java.io.IOException for an entry that is refused
   */
  async target(entry: TarHeader): Promise<string | null> {
    const { name } = entry;
    const target = childFile(this.#base, name);
    const invalid = invalidPath(target);
    if (invalid) throw invalid;
    const normalized = normalizePath(target);
    if (leavesFirst(name) && (await this.rules()) === 'strict') throw this.#escapes(name);
    if (!pathStartsWith(normalized, this.#normalizedBase)) throw await this.#outside(name);
    if (normalized === this.#normalizedBase && (await this.#isBaseItself(entry))) return null;
    if (await this.#passesLink(target)) await this.#refuseLinkInPath(name);
    return target;
  }

  /** Asked before a file is written: whether that would go through a link that is there already. */
  async beforeFile(target: string, entry: TarHeader): Promise<void> {
    if (!(await isSymbolicLink(target)) || (await this.rules()) !== 'strict') return;
    throw ioError(`Tar '${this.archive}' entry '${entry.name}' would write through existing symlink: ${target}`);
  }

  /** Told of each link that was made: directories known as plain may not be so any longer. */
  linkMade(): void {
    this.#plain.clear();
  }

  async #isBaseItself(entry: TarHeader): Promise<boolean> {
    if ((await this.rules()) !== 'current') return false;
    if (isTarDirectory(entry)) return true;
    throw ioError(`Tar ${this.archive} contains non-directory entry that resolves to base directory: ${entry.name}`);
  }

  async #outside(name: string): Promise<JavaError> {
    if ((await this.rules()) !== 'legacy') return this.#escapes(name);
    return ioError(`Tar ${this.archive} contains illegal file name that breaks out of the target directory: ${name}`);
  }

  #escapes(name: string): JavaError {
    return ioError(`Tar ${this.archive} contains entry that escapes destination directory: ${name}`);
  }

  async #refuseLinkInPath(name: string): Promise<void> {
    if ((await this.rules()) !== 'strict') return;
    throw ioError(`Tar ${this.archive} attempts to write to file with symlink in path: ${name}`);
  }

  /** Every directory between the target and the base. Written out because a canonical path hides what links there are. */
  async #passesLink(target: string): Promise<boolean> {
    for (let at = parentFile(target); at !== null && at !== this.#base; at = parentFile(at)) {
      if (this.#plain.has(at)) break;
      if (await isSymbolicLink(at)) return true;
    }
    this.#remember(target);
    return false;
  }

  #remember(target: string): void {
    for (let at = parentFile(target); at !== null && at !== this.#base; at = parentFile(at)) {
      if (this.#plain.size >= MAX_REMEMBERED) this.#plain.clear();
      this.#plain.add(at);
    }
  }
}

/** Whether the name, taken by itself, leads upwards: it may come back into the directory or not. */
function leavesFirst(name: string): boolean {
  return pathStartsWith(normalizePath(name), '..');
}

const MAX_REMEMBERED = 10_000;
