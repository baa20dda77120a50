/**
 * htmlpublisher.util.FileEntryQueue: files that one request finds and several others send, each of them on its way at the same
 * time. The requests find their queue by its key, in whatever order they come.
 */
import type { Scanned } from '../../os/archive/scanned.js';
import { untilAborted } from '../../java/deadline.js';
import type { CallChannel } from '../../remoting/call.js';

/** First in, first out, without a bound: the request that fills it is answered when all is in, whoever takes it out. */
export class FileQueue {
  /** How many files were ever added, and their bytes. */
  count = 0;
  size = 0n;
  /** Requests that use it now. */
  users = 0;
  #incoming: Scanned[] = [];
  /** The oldest at the end. */
  #outgoing: Scanned[] = [];
  #state: 'open' | 'ended' | 'stopped' = 'open';
  #wake!: () => void;
  #change!: Promise<void>;

  constructor() {
    this.#expectChange();
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  add(file: Scanned, size: bigint): void {
    this.count++;
    this.size += size;
    if (this.#state === 'stopped') return;
    this.#incoming.push(file);
    this.#changed();
  }

  /** Waits for the next file; null at the end. Throws the signal's reason. */
  async take(signal: AbortSignal): Promise<Scanned | null> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#outgoing.length === 0) {
        this.#outgoing = this.#incoming.reverse();
        this.#incoming = [];
      }
      const next = this.#outgoing.pop();
      if (next) return next;
      if (!this.isOpen) return null;
      await untilAborted(this.#change, signal);
    }
  }

  /** shutdown(): no more will come; what is there is still to be taken. */
  end(): void {
    if (this.isOpen) this.#state = 'ended';
    this.#changed();
  }

  /** shutdownNow(): nothing more is to be taken. */
  stop(): void {
    this.#state = 'stopped';
    this.#incoming = [];
    this.#outgoing = [];
    this.#changed();
  }

  #changed(): void {
    this.#wake();
    this.#expectChange();
  }

  #expectChange(): void {
    this.#change = new Promise((resolve) => (this.#wake = resolve));
  }
}

/** The queues of a channel by their keys. */
class FileQueues {
  readonly #queues = new Map<string, FileQueue>();

  /** The queue of a key, made by whoever comes first. Every `enter` is followed by a `leave`. */
  enter(key: string): FileQueue {
    const queue = this.#queues.get(key) ?? new FileQueue();
    this.#queues.set(key, queue);
    queue.users++;
    return queue;
  }

  /** Forgets a queue that is left without having been filled: it came after its removal, or before a request that never came. */
  leave(key: string, queue: FileQueue): void {
    queue.users--;
    if (queue.users === 0 && queue.isOpen && this.#queues.get(key) === queue) this.#queues.delete(key);
  }

  /** Ends a queue, whoever still uses it. */
  remove(key: string): void {
    this.#queues.get(key)?.stop();
    this.#queues.delete(key);
  }

  get size(): number {
    return this.#queues.size;
  }

  clear(): void {
    for (const key of [...this.#queues.keys()]) this.remove(key);
  }
}

const channels = new WeakMap<CallChannel, FileQueues>();

/** The queues of a channel; they end with it. */
export function fileQueues(channel: CallChannel): FileQueues {
  const known = channels.get(channel);
  if (known) return known;
  const queues = new FileQueues();
  channels.set(channel, queues);
  channel.closed.addEventListener('abort', () => queues.clear(), { once: true });
  return queues;
}
