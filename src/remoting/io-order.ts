/**
 * The order between stream operations and calls (hudson.remoting.PipeWriter). The peer numbers its stream operations; a
 * request or response that names such a number takes effect only after the operation of that number. Operations on one
 * stream keep their order; different streams do not wait for each other.
 */
export class IoOrder {
  readonly #pending = new Map<number, Promise<void>>();

  /** Remembers an operation that is still going on. `operation` must not reject. */
  track(ioId: number, operation: Promise<void>): void {
    this.#pending.set(ioId, operation);
    void operation.then(() => {
      if (this.#pending.get(ioId) === operation) this.#pending.delete(ioId);
    });
  }

  /** The operation to wait for, undefined when it is done already: ids that are not pending are. */
  pending(ioId: number): Promise<void> | undefined {
    return ioId === 0 ? undefined : this.#pending.get(ioId);
  }
}
