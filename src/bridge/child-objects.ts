/** What the child has exported for the peer: while the peer holds any of it, the child cannot be spared. */
import type { Reference } from './references.js';

export class ChildObjects {
  readonly #references = new Map<number, number>();
  /** Streams of the child's to which the peer has written more chunks than the child has acknowledged. */
  readonly #writtenTo = new Map<number, number>();
  #highest: number;

  constructor(highest: number) {
    this.#highest = highest;
  }

  /** The highest id that the child, or one before it, has used. */
  get highest(): number {
    return this.#highest;
  }

  /** Number of objects that the peer holds. Class loaders do not count: the peer keeps them for ever. */
  get held(): number {
    return this.#references.size;
  }

  /** Streams whose writers at the peer wait for the child. */
  get writtenTo(): readonly number[] {
    return [...this.#writtenTo.keys()];
  }

  received({ oid, kind }: Reference): void {
    this.#highest = Math.max(this.#highest, oid);
    if (kind !== 'classLoader') this.#references.set(oid, (this.#references.get(oid) ?? 0) + 1);
  }

  /** The peer has given a reference back. */
  released(oid: number): void {
    const left = (this.#references.get(oid) ?? 0) - 1;
    if (left > 0) this.#references.set(oid, left);
    else this.#references.delete(oid);
  }

  /** The peer sends a chunk. */
  written(oid: number): void {
    this.#writtenTo.set(oid, (this.#writtenTo.get(oid) ?? 0) + 1);
  }

  /** The child acknowledges one. */
  acknowledged(oid: number): void {
    const left = (this.#writtenTo.get(oid) ?? 0) - 1;
    if (left > 0) this.#writtenTo.set(oid, left);
    else this.#writtenTo.delete(oid);
  }
}
