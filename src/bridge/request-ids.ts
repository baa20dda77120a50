/**
 * The requests of one child that the peer has not answered. Every child counts them from 0, and one that has ended may have left
 * some without an answer, which must not reach the next: as long as it is out, a request with the same id goes under another.
 */
import { FIRST_OWN_ID } from '../remoting/relay.js';

/** Ids of requests that nobody waits for any more, of all children of a channel. */
export class OrphanedRequests {
  readonly #ids = new Set<number>();
  /** No child makes a thousand million requests: these count down to where it never comes. */
  #next = FIRST_OWN_ID - 1;

  add(id: number): void {
    this.#ids.add(id);
  }

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  /** An answer has come. @returns whether it is for one of these */
  answered(id: number): boolean {
    return this.#ids.delete(id);
  }

  /** An id that no child has used. */
  unused(): number {
    return this.#next--;
  }
}

export class ChildRequests {
  /** The id that the peer knows each by -> the child's own. */
  readonly #asked = new Map<number, number>();
  /** The few that go under another. */
  readonly #renamed = new Map<number, number>();

  constructor(private readonly orphans: OrphanedRequests) {}

  /** How many wait. */
  get size(): number {
    return this.#asked.size;
  }

  /** A request goes out. @returns the id under which it does */
  asks(id: number): number {
    const name = this.orphans.has(id) ? this.orphans.unused() : id;
    if (name !== id) this.#renamed.set(id, name);
    this.#asked.set(name, id);
    return name;
  }

  /** The id that the peer knows a request by. */
  nameOf(id: number): number {
    return this.#renamed.get(id) ?? id;
  }

  /** An answer has come. @returns the id that the child knows the request by */
  answered(name: number): number {
    const id = this.#asked.get(name) ?? name;
    this.#asked.delete(name);
    this.#renamed.delete(id);
    return id;
  }

  /** The child has ended. @returns the ids that the peer knows its requests by */
  abandon(): number[] {
    const names = [...this.#asked.keys()];
    for (const name of names) this.orphans.add(name);
    this.#asked.clear();
    this.#renamed.clear();
    return names;
  }
}
