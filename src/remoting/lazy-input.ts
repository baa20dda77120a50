/**
 * Reading a stream of the peer's piece by piece: a RemoteInputStream that is not greedy (hudson.remoting.ProxyInputStream).
 * Each piece is a request of its own.
 */
import { JavaArray, JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import { ioError } from '../java/java-error.js';
import type { RemoteInput } from './call.js';
import type { Link } from './link.js';
import { PIS_CHUNK, PIS_EOF } from './wire/stream-classes.js';

/** What one request asks for. The answer is padded to this length, so it is no larger than the peer's usual buffers. */
const READ_LENGTH = 64 * 1024;

export class LazyInput implements RemoteInput {
  retained = false;
  /** Bytes that have arrived. */
  received = 0;
  #closed = false;

  constructor(
    private readonly link: Link,
    private readonly oid: number,
    private signal: AbortSignal | undefined,
  ) {}

  retain(): this {
    this.retained = true;
    this.signal = undefined;
    return this;
  }

  /** Closes the stream at the peer's, which also gives it back. */
  cancel(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.link.send(PIS_EOF.create({ createdAt: null, oid: this.oid }));
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Buffer> {
    try {
      while (!this.#closed) {
        const piece = readBuffer(await this.link.request((id) => this.#chunkRequest(id), this.signal));
        if (piece === null) return;
        this.received += piece.length;
        if (piece.length > 0) yield piece;
      }
    } finally {
      this.cancel();
    }
  }

  #chunkRequest(id: number): JavaObject {
    return PIS_CHUNK.create({ createdAt: null, id, lastIoId: 0, response: null, len: READ_LENGTH, oid: this.oid });
  }
}

/** ProxyInputStream$Buffer{len, buf}: len bytes of buf, -1 for the end. */
function readBuffer(value: JavaValue): Buffer | null {
  const len = value instanceof JavaObject ? value.get('len') : undefined;
  const buf = value instanceof JavaObject ? value.get('buf') : undefined;
  if (typeof len !== 'number' || !(buf instanceof JavaArray) || !Buffer.isBuffer(buf.elements)) {
    throw ioError('The answer to a read is not a ProxyInputStream$Buffer');
  }
  return len < 0 ? null : buf.elements.subarray(0, len);
}
