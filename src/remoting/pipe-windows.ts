/** The flow-control windows of the peer's streams that we write to, by object id. */
import { PipeWindow } from './pipe-window.js';

export class PipeWindows {
  readonly #held = new Map<number, { window: PipeWindow; holders: number }>();

  /** The window of a stream; the same one for everybody who writes to it. */
  hold(oid: number): PipeWindow {
    const known = this.#held.get(oid);
    if (known) {
      known.holders++;
      return known.window;
    }
    const window = new PipeWindow();
    this.#held.set(oid, { window, holders: 1 });
    return window;
  }

  get(oid: number): PipeWindow | undefined {
    return this.#held.get(oid)?.window;
  }

  /** Acks that come after the last holder has left are ignored. */
  release(oid: number): void {
    const held = this.#held.get(oid);
    if (held && --held.holders === 0) this.#held.delete(oid);
  }

  /** Wakes and fails every writer, at the end of the channel. */
  die(reason: Error): void {
    for (const { window } of this.#held.values()) window.die(reason);
  }
}
