/** A growing buffer that big-endian primitives are appended to. */
import { encodeModifiedUtf8, modifiedUtf8Length } from './modified-utf8.js';
import { writeTypedArray } from './primitive-array.js';
import type { NumericArray } from './primitive-array.js';

/** Writes the primitives of java.io.DataOutput. Values are taken modulo their width. */
export class ByteWriter {
  #bytes: Buffer;
  #at = 0;

  constructor(initialSize = INITIAL_SIZE) {
    this.#bytes = Buffer.allocUnsafe(initialSize);
  }

  /** Takes what was written and starts over. */
  take(): Buffer {
    const written = this.#bytes.subarray(0, this.#at);
    this.#bytes = Buffer.allocUnsafe(INITIAL_SIZE);
    this.#at = 0;
    return written;
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  u16(value: number): void {
    this.#reserve(2);
    this.#bytes[this.#at++] = value >>> 8;
    this.#bytes[this.#at++] = value;
  }

  i32(value: number): void {
    this.#reserve(4);
    this.#bytes[this.#at++] = value >>> 24;
    this.#bytes[this.#at++] = value >>> 16;
    this.#bytes[this.#at++] = value >>> 8;
    this.#bytes[this.#at++] = value;
  }

  i64(value: bigint): void {
    this.#reserve(8);
    this.#at = this.#bytes.writeBigInt64BE(BigInt.asIntN(64, value), this.#at);
  }

  f32(value: number): void {
    this.#reserve(4);
    this.#at = this.#bytes.writeFloatBE(value, this.#at);
  }

  f64(value: number): void {
    this.#reserve(8);
    this.#at = this.#bytes.writeDoubleBE(value, this.#at);
  }

  /** u16 length, modified UTF-8. Throws RangeError beyond 65535 bytes, as DataOutputStream.writeUTF does. */
  utf(text: string): void {
    const length = modifiedUtf8Length(text);
    if (length > 0xffff) throw new RangeError(`string of ${length} bytes is too long for writeUTF`);
    this.u16(length);
    this.#text(text, length);
  }

  /** A string object behind its type code: u16 or, under `longCode`, u64 length, modified UTF-8 */
  stringObject(text: string, shortCode: number, longCode: number): void {
    const length = modifiedUtf8Length(text);
    if (length <= 0xffff) {
      this.u8(shortCode);
      this.u16(length);
    } else {
      this.u8(longCode);
      this.i64(BigInt(length));
    }
    this.#text(text, length);
  }

  bytes(data: Buffer): void {
    this.#reserve(data.length);
    this.#bytes.set(data, this.#at);
    this.#at += data.length;
  }

  typedArray(data: NumericArray): void {
    this.#reserve(data.byteLength);
    this.#at = writeTypedArray(data, this.#bytes, this.#at);
  }

  #text(text: string, length: number): void {
    this.#reserve(length);
    this.#at = encodeModifiedUtf8(text, length, this.#bytes, this.#at);
  }

  #reserve(length: number): void {
    const needed = this.#at + length;
    if (needed <= this.#bytes.length) return;
    // Room for a class descriptor behind a large array, so that a chunk of a stream is copied once.
    const grown = Buffer.allocUnsafe(Math.max(needed + INITIAL_SIZE, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}

const INITIAL_SIZE = 1024;
