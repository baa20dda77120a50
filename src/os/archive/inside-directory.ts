import { canonicalPath } from '../files/canonical-path.js';
import { normalizePath, parentFile, pathStartsWith } from '../../java/path.js';

/** Remembers which directories lie inside of one, links resolved: right as long as whoever asks makes no links. */
export class InsideDirectory {
  readonly #inside = new Set<string>();

  constructor(private readonly root: string) {}

  /** Whether a file lies in one of them, if it is no link itself. */
  async holds(file: string): Promise<boolean> {
    const parent = parentFile(file);
    if (parent === null || normalizePath(file) !== file) return false;
    if (this.#inside.has(parent)) return true;
    if (!pathStartsWith(await canonicalPath(parent), this.root)) return false;
    if (this.#inside.size >= MAX_REMEMBERED) this.#inside.clear();
    this.#inside.add(parent);
    return true;
  }
}

const MAX_REMEMBERED = 10_000;
