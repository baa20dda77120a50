/** A cursor over a whole buffer that reads big-endian primitives and never past the end. */
import { constants } from 'node:buffer';
import { StreamCorruptedError } from './errors.js';
import { decodeModifiedUtf8 } from './modified-utf8.js';

/** Reads the primitives of java.io.DataInput. Every method throws StreamCorruptedError (truncated) at the end of input. */
export class ByteReader {
  /** Offset of the next byte. */
  at = 0;

  constructor(readonly bytes: Buffer) {}

  get remaining(): number {
    return this.bytes.length - this.at;
  }

  /** The next byte, left in place; undefined at the end. */
  peek(): number | undefined {
    return this.bytes[this.at];
  }

  u8(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) this.need(1);
    this.at++;
    return byte as number;
  }

  u16(): number {
    this.need(2);
    const { bytes, at } = this;
    this.at = at + 2;
    return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  }

  i8(): number {
    return (this.u8() << 24) >> 24;
  }

  i16(): number {
    return (this.u16() << 16) >> 16;
  }

  i32(): number {
    this.need(4);
    const { bytes, at } = this;
    this.at = at + 4;
    return (
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)
    );
  }

  i64(): bigint {
    this.need(8);
    const value = this.bytes.readBigInt64BE(this.at);
    this.at += 8;
    return value;
  }

  f32(): number {
    this.need(4);
    const value = this.bytes.readFloatBE(this.at);
    this.at += 4;
    return value;
  }

  f64(): number {
    this.need(8);
    const value = this.bytes.readDoubleBE(this.at);
    this.at += 8;
    return value;
  }

  /** u16 length, modified UTF-8 */
  utf(): string {
    return this.text(this.u16());
  }

  /** u64 length, modified UTF-8 (TC_LONGSTRING) */
  longUtf(): string {
    const start = this.at;
    const length = this.i64();
    if (length < 0n || length > BigInt(constants.MAX_STRING_LENGTH)) {
      throw new StreamCorruptedError(`string of ${length.toString()} bytes`, start);
    }
    return this.text(Number(length));
  }

  /** A view of the next bytes, not a copy. */
  take(length: number): Buffer {
    this.need(length);
    const view = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return view;
  }

  /** Throws unless this many bytes follow. */
  need(length: number): void {
    if (length > this.bytes.length - this.at) {
      throw new StreamCorruptedError(`end of input, ${length} more byte(s) expected`, this.at, true);
    }
  }

  private text(length: number): string {
    this.need(length);
    const start = this.at;
    this.at = start + length;
    return decodeModifiedUtf8(this.bytes, start, start + length);
  }
}
