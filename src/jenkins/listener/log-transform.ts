import { ASCII_ENDS, endOfLines } from './line-ends.js';
import type { LineEnds } from './line-ends.js';

/**
 * Decoration of a log, as bytes pass: the OutputStreams that hudson.console.ConsoleLogFilter and TaskListenerDecorator make.
 * Transforms are synchronous, so that what is written keeps its order whoever writes it.
 */
export interface LogTransform {
  /** Whether it holds back the last, incomplete line. */
  readonly byLine: boolean;
  /** Loads what it needs, a charset. Nothing is pushed before it has resolved; a rejection fails every write. */
  readonly ready?: Promise<void> | undefined;
  /** Takes bytes, gives what comes out of them so far. */
  push(bytes: Buffer): Buffer;
  /**
   * What is still held back; the next bytes begin a line.
   * @param closed the text has ended; otherwise only this writer has
   */
  end(closed: boolean): Buffer;
  /** Resolves when what it wrote elsewhere is written; the writer waits for it. */
  settled?(): Promise<void>;
  /** The listener is kept after its call has been answered. */
  retain?(): void;
  /** Nobody writes any more: timers stop, what was kept is given back. */
  dispose?(): void;
}

const LINE_FEED_BYTE = 0x0a;
const CARRIAGE_RETURN_BYTE = 0x0d;
const LINE_FEED = Buffer.of(LINE_FEED_BYTE);
const NOTHING = Buffer.alloc(0);

export interface LineOptions {
  readonly ready?: Promise<void>;
  /** How lines end; asked for once `ready` has resolved. Default: as in ASCII. */
  readonly ends?: () => LineEnds;
  readonly retain?: () => void;
  readonly dispose?: () => void;
}

/** hudson.console.LineTransformationOutputStream: whole lines, ends included, go through a function, many at once. */
export class LineTransform implements LogTransform {
  readonly byLine = true;
  readonly ready: Promise<void> | undefined;
  #held: Buffer[] = [];

  /** @param lines gets one or more whole lines; only at the end of the text the last may lack its end */
  constructor(
    private readonly lines: (bytes: Buffer) => Buffer,
    private readonly options: LineOptions = {},
  ) {
    this.ready = options.ready;
  }

  push(bytes: Buffer): Buffer {
    if (bytes.length === 0) return bytes;
    const ends = this.options.ends?.() ?? ASCII_ENDS;
    // An end of several bytes may come in two pieces, and is one only where characters begin.
    const text = ends.lineFeed.length > 1 ? this.#take(bytes) : bytes;
    const end = endOfLines(text, ends);
    if (end === 0) {
      const complete = this.#heldIsLine(text) ? this.#take(NOTHING) : NOTHING;
      this.#held.push(text);
      return complete.length === 0 ? NOTHING : this.lines(complete);
    }
    const complete = this.#take(text.subarray(0, end));
    if (end < text.length) this.#held.push(text.subarray(end));
    return this.lines(complete);
  }

  end(): Buffer {
    const rest = this.#take(NOTHING);
    return rest.length === 0 ? rest : this.lines(rest);
  }

  retain(): void {
    this.options.retain?.();
  }

  dispose(): void {
    this.options.dispose?.();
  }

  /** Whether the text that comes shows that a carriage return before it has ended a line. */
  #heldIsLine(next: Buffer): boolean {
    return this.#held.at(-1)?.at(-1) === CARRIAGE_RETURN_BYTE && next[0] !== LINE_FEED_BYTE;
  }

  #take(last: Buffer): Buffer {
    if (this.#held.length === 0) return last;
    const all = Buffer.concat([...this.#held, last]);
    this.#held = [];
    return all;
  }
}

/** Ends the last line when the text ends: DurableTaskStep$Execution$NewlineSafeTaskListener. */
export class NewlineAtEnd implements LogTransform {
  readonly byLine = false;
  #last = LINE_FEED_BYTE;

  push(bytes: Buffer): Buffer {
    this.#last = bytes.at(-1) ?? this.#last;
    return bytes;
  }

  end(closed: boolean): Buffer {
    if (!closed || this.#last === LINE_FEED_BYTE) return NOTHING;
    this.#last = LINE_FEED_BYTE;
    return LINE_FEED;
  }
}
