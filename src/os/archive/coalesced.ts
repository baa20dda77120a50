/**
 * Joins small pieces into larger ones: each costs whoever takes it (zlib, TLS, the channel) more than its bytes do. The first one
 * goes at once and the next ones soon: several archives may be made of one queue of files, and one whose reader does not read
 * shall not hold many of them.
 */
export async function* coalesced(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let pending: Buffer[] = [];
  let length = 0;
  let enough = 0;
  const take = (): Buffer => {
    const joined = Buffer.concat(pending, length);
    pending = [];
    length = 0;
    return joined;
  };
  try {
    for await (const piece of source) {
      if (length === 0 && piece.length >= enough) {
        yield piece;
      } else {
        pending.push(piece);
        length += piece.length;
        if (length < enough) continue;
        yield take();
      }
      enough = Math.min(Math.max(2 * enough, SMALLEST), LARGEST);
    }
  } catch (error) {
    // What came before the failure is as good as ever.
    if (length > 0) yield take();
    throw error;
  }
  if (length > 0) yield take();
}

/** Bytes from which on pieces are large enough: the second one, and those later. */
const SMALLEST = 4 * 1024;
const LARGEST = 64 * 1024;
