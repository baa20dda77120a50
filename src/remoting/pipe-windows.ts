/** The flow-control windows of the peer's streams that we write to, by object id. */
import { PipeWindow } from './pipe-window.js';

/**
 * Windows that nobody holds are remembered while Acks are on their way, at most so many: a chunk for a stream that the peer
 * has dropped is never acknowledged.
 */
const MAX_ABANDONED = 1000;

export class PipeWindows {
  readonly #windows = new Map<number, { window: PipeWindow; holders: number }>();
  /** Ids of windows without holders, the oldest first. */
  readonly #abandoned = new Set<number>();

  /**
   * The window of a stream; the same one for everybody who writes to it. Who comes while the last writer's bytes are in
   * flight takes over its window: their Acks must not count for bytes that are sent later.
   */
  hold(oid: number): PipeWindow {
    const known = this.#windows.get(oid);
    if (known) {
      known.holders++;
      this.#abandoned.delete(oid);
      return known.window;
    }
    const window = new PipeWindow();
    this.#windows.set(oid, { window, holders: 1 });
    return window;
  }

  /** The last holder leaves the window to the Acks that are still to come. */
  release(oid: number): void {
    const known = this.#windows.get(oid);
    if (!known || --known.holders > 0) return;
    if (known.window.idle || known.window.dead) {
      this.#windows.delete(oid);
      return;
    }
    this.#abandoned.add(oid);
    if (this.#abandoned.size > MAX_ABANDONED) this.#forget([...this.#abandoned][0]);
  }

  /** Ack. One for a window that is not known is ignored. */
  open(oid: number, amount: number): void {
    const window = this.#windows.get(oid)?.window;
    window?.open(amount);
    if (window?.idle && this.#abandoned.has(oid)) this.#forget(oid);
  }

  /** NotifyDeadWriter. */
  die(oid: number, cause: Error): void {
    this.#windows.get(oid)?.window.die(cause);
    if (this.#abandoned.has(oid)) this.#forget(oid);
  }

  /** Wakes and fails every writer, at the end of the channel. */
  dieAll(reason: Error): void {
    for (const { window } of this.#windows.values()) window.die(reason);
  }

  #forget(oid: number | undefined): void {
    if (oid === undefined) return;
    this.#windows.delete(oid);
    this.#abandoned.delete(oid);
  }
}
