/**
 * A stream of ours that the peer reads with ProxyInputStream$Chunk requests (a lazy RemoteInputStream). One read at a time,
 * as java.io.InputStream: a read returns what is at hand, up to the length asked for.
 */
import { orAborted } from './aborted.js';
import type { Export } from './export-table.js';

export class ExportedSource implements Export {
  readonly #iterator: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  /** What was asked of the source and has not come yet: a read that is cut off leaves it to the next one. */
  #asked: Promise<void> | undefined;
  /** Why the source failed, until a reader has been told. */
  #failure: unknown;
  #turn: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(source: AsyncIterable<Buffer>) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /**
   * Up to `length` bytes, at least one unless `length` is 0; null at the end of the stream. Rejects with the source's error,
   * or with the signal's reason: then nothing has been taken.
   */
  read(length: number, signal: AbortSignal): Promise<Buffer | null> {
    const turn = this.#turn.then(() => this.#read(length, signal));
    this.#turn = turn.catch(() => undefined); // the reader gets the error; the next read finds out for itself
    return turn;
  }

  describe(): string {
    return 'java.io.InputStream';
  }

  removed(): void {
    if (this.#ended) return;
    this.#ended = true;
    // Stops a producer that waits for a reader; its own failure to stop concerns nobody any more.
    void Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
  }

  async #read(length: number, signal: AbortSignal): Promise<Buffer | null> {
    while (this.#rest.length === 0) {
      signal.throwIfAborted();
      if (this.#failure !== undefined) throw this.#takeFailure();
      if (this.#ended) return null;
      this.#asked ??= this.#ask();
      await orAborted(this.#asked, signal);
    }
    const part = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }

  /** Never rejects: who asked may have been cut off, and the next reader is to hear of a failure. */
  async #ask(): Promise<void> {
    try {
      const next = await this.#iterator.next();
      if (next.done === true) this.#ended = true;
      else this.#rest = next.value;
    } catch (error) {
      this.#failure = error;
    } finally {
      this.#asked = undefined;
    }
  }

  #takeFailure(): unknown {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure;
  }
}
