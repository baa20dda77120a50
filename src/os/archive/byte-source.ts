/** Reads exact amounts from a stream of chunks of any size, one chunk ahead at most. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = EMPTY;
  #ended = false;

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** Exactly `length` bytes, or what there is when the stream ends before; `length` stays small enough to be held. */
  async read(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = length;
    while (missing > 0) {
      const part = await this.readSome(missing);
      if (!part) break;
      parts.push(part);
      missing -= part.length;
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  /** At least one byte and at most `limit`; null at the end. */
  async readSome(limit: number): Promise<Buffer | null> {
    while (this.#rest.length === 0) {
      if (this.#ended) return null;
      const next = await this.#chunks.next();
      if (next.done === true) this.#ended = true;
      else this.#rest = next.value;
    }
    const part = this.#rest.subarray(0, limit);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }

  /** Puts back what was read last. */
  unread(bytes: Buffer): void {
    this.#rest = Buffer.concat([bytes, this.#rest]);
  }

  /** Everything that is left. Leaving the loop closes the stream. */
  async *remaining(): AsyncGenerator<Buffer, void, undefined> {
    try {
      for (;;) {
        const part = await this.readSome(Infinity);
        if (!part) return;
        yield part;
      }
    } finally {
      await this.close();
    }
  }

  /** Reads to the end and throws away. */
  async drain(): Promise<void> {
    while (await this.readSome(Infinity));
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#rest = EMPTY;
    await this.#chunks.return?.();
  }
}

const EMPTY = Buffer.alloc(0);
