/**
 * The order between stream operations and calls (hudson.remoting.PipeWriter). The peer numbers its stream operations; a
 * request or response that names such a number takes effect only after that operation and all that the peer numbered
 * before it, whatever streams they are for: at a Java peer operations run in a single lane, and it counts on the same here.
 * Here operations on one stream keep their order, while different streams do not wait for each other.
 */
import { isAtMost } from './counter.js';

export class IoOrder {
  readonly #pending = new Map<number, Promise<void>>();

  /** Remembers an operation that is still going on. `operation` must not reject. */
  track(ioId: number, operation: Promise<void>): void {
    this.#pending.set(ioId, operation);
    void operation.then(() => {
      if (this.#pending.get(ioId) === operation) this.#pending.delete(ioId);
    });
  }

  /**
   * What to wait for before something that names `ioId`; undefined when all that is done. Only what has arrived counts: an id
   * that is not pending belongs to an operation that was done long ago.
   */
  pending(ioId: number): Promise<unknown> | undefined {
    if (ioId === 0 || this.#pending.size === 0) return undefined;
    const before = [...this.#pending].filter(([id]) => isAtMost(id, ioId)).map(([, operation]) => operation);
    return before.length > 0 ? Promise.all(before) : undefined;
  }
}
