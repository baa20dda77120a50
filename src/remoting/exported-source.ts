/**
 * A stream of ours that the peer reads with ProxyInputStream$Chunk requests (a lazy RemoteInputStream). One read at a time,
 * as java.io.InputStream: a read returns what is at hand, up to the length asked for.
 */
import type { Export } from './export-table.js';

export class ExportedSource implements Export {
  readonly #iterator: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  #turn: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(source: AsyncIterable<Buffer>) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** Up to `length` bytes, at least one unless `length` is 0; null at the end of the stream. Rejects with the source's error. */
  read(length: number): Promise<Buffer | null> {
    const turn = this.#turn.then(() => this.#read(length));
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

  async #read(length: number): Promise<Buffer | null> {
    while (this.#rest.length === 0) {
      if (this.#ended) return null;
      const next = await this.#iterator.next();
      if (next.done === true) {
        this.#ended = true;
        return null;
      }
      this.#rest = next.value;
    }
    const part = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }
}
