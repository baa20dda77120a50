/**
 * The peer's class loaders. It exports one anew, counting a reference, with each request and each payload. Answers name the
 * loader, and a Java peer looks it up only when the caller's thread takes the answer, at a time that we cannot know: giving
 * the last reference back after answering loses the answer. So one reference to each loader is held as long as the channel
 * lives, and every further one is given back at once: their number is that of the peer's loaders, not of its requests.
 */
import type { JavaObject } from '../serial/model.js';
import { UNEXPORT_COMMAND } from './wire/command-classes.js';

export class PeerClassLoaders {
  readonly #held = new Set<number>();

  constructor(private readonly send: (command: JavaObject) => void) {}

  /** Takes a reference that the peer has counted for us. */
  received(oid: number): void {
    if (this.#held.has(oid)) this.send(UNEXPORT_COMMAND.create({ createdAt: null, oid }));
    else this.#held.add(oid);
  }
}
