/** Joins small pieces into larger ones: each costs whoever takes it (zlib, TLS, the channel) more than its bytes do. */
export async function* coalesced(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let pending: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of source) {
      pending.push(piece);
      length += piece.length;
      if (length < ENOUGH) continue;
      const joined = pending.length === 1 ? piece : Buffer.concat(pending, length);
      pending = [];
      length = 0;
      yield joined;
    }
  } catch (error) {
    // What came before the failure is as good as ever.
    if (length > 0) yield Buffer.concat(pending, length);
    throw error;
  }
  if (length > 0) yield Buffer.concat(pending, length);
}

/** Bytes. */
const ENOUGH = 64 * 1024;
