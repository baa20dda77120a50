/**
 * UTF-8 as Java reads it. Where bytes are malformed Node replaces what the WHATWG says, which is what sun.nio.cs.UTF_8 counts as
 * one malformed input, except for halves of surrogate pairs: their three bytes, or two where the third is missing, are one to Java.
 */
import { isUtf8 } from 'node:buffer';

/** Text of the bytes; what is malformed becomes U+FFFD. */
export function decodeUtf8(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString() : withoutSurrogates(bytes).toString();
}

/** Decodes text that comes in pieces: what a piece leaves of a character waits for the next. */
export class Utf8Decoder {
  #held = NOTHING;

  write(piece: Buffer): string {
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, piece]) : piece;
    const end = bytes.length - unfinished(bytes);
    // A copy: the caller may use the memory of its piece again.
    this.#held = end < bytes.length ? Buffer.from(bytes.subarray(end)) : NOTHING;
    return decodeUtf8(bytes.subarray(0, end));
  }

  end(): string {
    const left = this.#held;
    this.#held = NOTHING;
    return decodeUtf8(left);
  }
}

const NOTHING = Buffer.alloc(0);
const REPLACEMENT = Buffer.from('\ufffd');

/** All surrogates begin with this byte, which is never inside of a character. */
const SURROGATE = 0xed;

function withoutSurrogates(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(SURROGATE); at >= 0; at = bytes.indexOf(SURROGATE, at + 1)) {
    if ((byteAt(bytes, at + 1) & 0xe0) !== 0xa0) continue;
    parts.push(bytes.subarray(from, at), REPLACEMENT);
    from = at + (isContinuation(byteAt(bytes, at + 2)) ? 3 : 2);
  }
  return from === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(from)]);
}

/** How many bytes at the end are the beginning of a character. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const at = bytes.length - back;
    const first = byteAt(bytes, at);
    if (isContinuation(first)) continue;
    return back < sequenceLength(first) && (back === 1 || isSecond(first, byteAt(bytes, at + 1))) ? back : 0;
  }
  return 0;
}

function sequenceLength(first: number): number {
  if (first < 0xc2 || first > 0xf4) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** Whether a byte may follow the first of a character: not where a shorter sequence would do, and not beyond U+10FFFF. */
function isSecond(first: number, second: number): boolean {
  if (first === 0xe0) return second >= 0xa0;
  if (first === 0xf0) return second >= 0x90;
  return first !== 0xf4 || second < 0x90;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** 0 behind the end, which continues nothing. */
function byteAt(bytes: Buffer, at: number): number {
  return bytes[at] ?? 0;
}
