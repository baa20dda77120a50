/**
 * Counts what a transport has queued and not yet handed to the network: back-pressure for writers and for the peer's requests, an
 * alarm when nothing moves.
 */

/** More than this queued, and writers wait: enough to keep a fast link busy, little enough to hold in memory. */
const HIGH_WATER_BYTES = 1024 * 1024;
/** They go on when no more than this is left, so that the link does not fall idle in between. */
const LOW_WATER_BYTES = 256 * 1024;

/**
 * More than this queued, and the transport stops reading: whatever a peer sends that it wants answered must not outrun its
 * taking the answers. Well beyond what the writers of a busy agent have queued, as one that only waits for its own Acks is
 * stopped with the rest.
 */
export const MAX_QUEUED_BYTES = 64 * 1024 * 1024;

/** What Node holds for each queued write besides its bytes: buffer, callback, entry in the stream's queue. */
const WRITE_OVERHEAD_BYTES = 512;

/** hudson.remoting.Engine gives a WebSocket message this long to leave. */
export const WRITE_TIMEOUT_MS = 5 * 60_000;

export class OutputGate {
  private queued = 0;
  private writes = 0;
  private waiters: (() => void)[] = [];
  private added = 0;
  private passed = 0;
  /** Who waits for the writes so far, with how many bytes those were, in order. */
  private handOvers: { readonly at: number; readonly resolve: () => void }[] = [];
  private passedWhenAsked = 0;
  private moved = false;
  private released = false;
  private watch: NodeJS.Timeout | undefined;

  /**
   * @param onStall called when bytes are queued and not one write has finished for `timeoutMs` to twice that
   * @param timeoutMs 0 for no alarm
   */
  constructor(
    private readonly onStall: () => void,
    private readonly timeoutMs: number = WRITE_TIMEOUT_MS,
  ) {}

  /** Whether so much is queued that nothing more should be asked of this side. */
  get overfull(): boolean {
    return this.queued + this.writes * WRITE_OVERHEAD_BYTES > MAX_QUEUED_BYTES;
  }

  /** Before a write of that many bytes. */
  add(bytes: number): void {
    this.queued += bytes;
    this.writes++;
    this.added += bytes;
    this.armWatch();
  }

  /** After it, successful or not. */
  written(bytes: number): void {
    this.queued -= bytes;
    this.writes--;
    this.passed += bytes;
    this.moved = true;
    while (this.handOvers[0] !== undefined && this.handOvers[0].at <= this.passed) this.handOvers.shift()?.resolve();
    if (this.queued <= LOW_WATER_BYTES) this.wake();
  }

  /**
   * Whether something is queued, and some of it has gone since this was asked last: a link that is slow, and alive. Of an empty queue
   * nothing can be said: what went may lie with a machine whose process hangs.
   */
  isMoving(): boolean {
    const moved = this.passed !== this.passedWhenAsked;
    this.passedWhenAsked = this.passed;
    return moved && this.queued > 0;
  }

  /** Resolves when little enough is queued, and at the end. */
  drained(): Promise<void> {
    if (this.released || this.queued < HIGH_WATER_BYTES) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  /** Resolves when every write so far has finished, and at the end. */
  handedOver(): Promise<void> {
    if (this.released || this.queued === 0) return Promise.resolve();
    return new Promise((resolve) => this.handOvers.push({ at: this.added, resolve }));
  }

  /** The end: nobody waits any more. */
  release(): void {
    this.released = true;
    clearTimeout(this.watch);
    this.watch = undefined;
    this.wake();
    for (const { resolve } of this.handOvers.splice(0)) resolve();
  }

  private wake(): void {
    if (this.waiters.length === 0) return;
    const waiters = this.waiters;
    this.waiters = [];
    for (const wake of waiters) wake();
  }

  /** One timer that outlives many writes: arming and clearing it for each would cost more than the writes. */
  private armWatch(): void {
    if (this.watch !== undefined || this.released || this.timeoutMs === 0) return;
    this.moved = false;
    this.watch = setTimeout(() => {
      this.watch = undefined;
      if (this.queued === 0) return;
      if (this.moved) this.armWatch();
      else this.onStall();
    }, this.timeoutMs).unref();
  }
}
