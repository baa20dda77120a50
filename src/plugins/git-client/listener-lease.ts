import type { Listener } from '../../jenkins/listener/listener.js';

/** A listener that several clients report to: it goes back to the controller with the last of them. */
export class ListenerLease {
  #holders = 1;

  constructor(readonly listener: Listener) {
    listener.retain();
  }

  /** One holder more. Returns this. */
  take(): this {
    this.#holders++;
    return this;
  }

  giveBack(): void {
    if (--this.#holders === 0) this.listener.release();
  }
}
