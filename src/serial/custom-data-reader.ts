import { InvalidObjectError } from './errors.js';
import type { CustomItem, JavaValue } from './model.js';
import { decodeModifiedUtf8 } from './modified-utf8.js';

/**
 * A cursor over custom data, which reads what a class's readObject method would: primitives from the runs of primitive
 * data (across the records of the stream), objects between them. Every method throws InvalidObjectError when something
 * else comes, or nothing.
 */
export class CustomDataReader {
  #index = 0;
  /** Offset in the current run of primitive data. */
  #at = 0;

  constructor(readonly items: readonly CustomItem[]) {}

  get atEnd(): boolean {
    const item = this.items[this.#index];
    if (Buffer.isBuffer(item) && this.#at === item.length) return this.#index + 1 >= this.items.length;
    return this.#index >= this.items.length;
  }

  /** How many bytes of primitive data come before the next object or the end. */
  get available(): number {
    const item = this.items[this.#index];
    return Buffer.isBuffer(item) ? item.length - this.#at : 0;
  }

  boolean(): boolean {
    return this.bytes(1)[0] !== 0;
  }

  byte(): number {
    return this.bytes(1).readInt8();
  }

  short(): number {
    return this.bytes(2).readInt16BE();
  }

  /** A UTF-16 code unit. */
  char(): number {
    return this.bytes(2).readUInt16BE();
  }

  int(): number {
    return this.bytes(4).readInt32BE();
  }

  long(): bigint {
    return this.bytes(8).readBigInt64BE();
  }

  float(): number {
    return this.bytes(4).readFloatBE();
  }

  double(): number {
    return this.bytes(8).readDoubleBE();
  }

  /** What DataOutput.writeUTF wrote. */
  utf(): string {
    const length = this.bytes(2).readUInt16BE();
    return decodeModifiedUtf8(this.bytes(length), 0, length);
  }

  /** The next bytes of primitive data, a view. */
  bytes(length: number): Buffer {
    const item = this.items[this.#index];
    if (!Buffer.isBuffer(item) || item.length - this.#at < length) {
      throw new InvalidObjectError(`custom data ends ${length - this.available} byte(s) early`);
    }
    this.#at += length;
    return item.subarray(this.#at - length, this.#at);
  }

  object(): JavaValue {
    if (this.available > 0) throw new InvalidObjectError('custom data has primitive data where an object was expected');
    if (Buffer.isBuffer(this.items[this.#index])) this.#nextItem();
    const item = this.items[this.#index];
    if (item === undefined || Buffer.isBuffer(item)) throw new InvalidObjectError('custom data ends before an object');
    this.#nextItem();
    return item;
  }

  #nextItem(): void {
    this.#index++;
    this.#at = 0;
  }
}
