/**
 * Whose chunks a stream of the peer's acknowledges. Two of us may write to one stream, each with a window of its own; the peer
 * answers each chunk with one Ack, in the order in which the chunks came, and does not say whose it was.
 */
import type { JavaChild } from './java-child.js';

/** The agent itself. */
export const OURS = 'ours';

type Writer = JavaChild | typeof OURS;

/** A chunk for a stream that the peer has dropped is never acknowledged: so many streams are remembered, those written to last. */
const MAX_STREAMS = 4096;

export class WriterOrder {
  /** Stream -> who wrote how many chunks, in runs, the oldest first. */
  readonly #unacknowledged = new Map<number, { readonly writer: Writer; chunks: number }[]>();

  wrote(oid: number, writer: Writer): void {
    const runs = this.#unacknowledged.get(oid);
    const last = runs?.at(-1);
    if (!runs) this.#begin(oid, writer);
    else if (last?.writer === writer) last.chunks++;
    else runs.push({ writer, chunks: 1 });
  }

  /** @returns whose chunk the Ack is for; undefined when none is known */
  acknowledged(oid: number): Writer | undefined {
    const runs = this.#unacknowledged.get(oid);
    const first = runs?.[0];
    if (!runs || !first) return undefined;
    if (--first.chunks === 0) runs.shift();
    if (runs.length === 0) this.#unacknowledged.delete(oid);
    return first.writer;
  }

  /** The peer takes nothing more for the stream. */
  forget(oid: number): void {
    this.#unacknowledged.delete(oid);
  }

  #begin(oid: number, writer: Writer): void {
    this.#unacknowledged.set(oid, [{ writer, chunks: 1 }]);
    if (this.#unacknowledged.size <= MAX_STREAMS) return;
    const [oldest] = this.#unacknowledged.keys();
    if (oldest !== undefined) this.#unacknowledged.delete(oldest);
  }
}
