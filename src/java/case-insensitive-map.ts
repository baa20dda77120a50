/**
 * A map whose string keys compare without regard to case, keep the case that they were first put with, and are listed in
 * order: java.util.TreeMap with String.CASE_INSENSITIVE_ORDER, which hudson.EnvVars is on every platform.
 */
export class CaseInsensitiveMap<V> {
  readonly #entries = new Map<string, { readonly key: string; value: V }>();

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    return this.#entries.get(fold(key))?.value;
  }

  has(key: string): boolean {
    return this.#entries.has(fold(key));
  }

  /** Puts a value. A key that is there already keeps its spelling. */
  set(key: string, value: V): this {
    const folded = fold(key);
    const known = this.#entries.get(folded);
    if (known) known.value = value;
    else this.#entries.set(folded, { key, value });
    return this;
  }

  delete(key: string): boolean {
    return this.#entries.delete(fold(key));
  }

  /** The entries in the order of their keys. */
  *[Symbol.iterator](): IterableIterator<[string, V]> {
    const sorted = [...this.#entries].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
    for (const [, { key, value }] of sorted) yield [key, value];
  }

  *keys(): IterableIterator<string> {
    for (const [key] of this) yield key;
  }
}

// String.CASE_INSENSITIVE_ORDER maps char by char, so a letter whose upper case is longer (ß) maps to itself.
function fold(key: string): string {
  if (ASCII.test(key)) return key.toLowerCase();
  let folded = '';
  for (let i = 0; i < key.length; i++) folded += one(one(key.charAt(i), 'toUpperCase'), 'toLowerCase');
  return folded;
}

const ASCII = /^[\0-\x7f]*$/;

function one(char: string, change: 'toUpperCase' | 'toLowerCase'): string {
  const changed = char[change]();
  return changed.length === 1 ? changed : char;
}
