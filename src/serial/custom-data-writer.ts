import { ByteWriter } from './byte-writer.js';
import type { CustomItem, JavaValue } from './model.js';

/** Collects custom data as a class's writeObject method would write it; `items` is what an ObjectPart takes. */
export class CustomDataWriter {
  readonly #items: CustomItem[] = [];
  #run: ByteWriter | undefined;

  /** What was written so far. */
  get items(): readonly CustomItem[] {
    this.#endRun();
    return this.#items;
  }

  boolean(value: boolean): this {
    return this.byte(value ? 1 : 0);
  }

  byte(value: number): this {
    this.#primitives().u8(value);
    return this;
  }

  short(value: number): this {
    this.#primitives().u16(value);
    return this;
  }

  /** A UTF-16 code unit. */
  char(codeUnit: number): this {
    return this.short(codeUnit);
  }

  int(value: number): this {
    this.#primitives().i32(value);
    return this;
  }

  long(value: bigint): this {
    this.#primitives().i64(value);
    return this;
  }

  float(value: number): this {
    this.#primitives().f32(value);
    return this;
  }

  double(value: number): this {
    this.#primitives().f64(value);
    return this;
  }

  /** DataOutput.writeUTF. Throws RangeError beyond 65535 bytes. */
  utf(text: string): this {
    this.#primitives().utf(text);
    return this;
  }

  /** DataOutput.writeChars */
  chars(text: string): this {
    for (let i = 0; i < text.length; i++) this.char(text.charCodeAt(i));
    return this;
  }

  bytes(data: Buffer): this {
    this.#primitives().bytes(data);
    return this;
  }

  object(value: JavaValue): this {
    return this.objects([value]);
  }

  objects(values: Iterable<JavaValue>): this {
    this.#endRun();
    for (const value of values) this.#items.push(value);
    return this;
  }

  #primitives(): ByteWriter {
    return (this.#run ??= new ByteWriter(RUN_SIZE));
  }

  #endRun(): void {
    if (this.#run) this.#items.push(this.#run.take());
    this.#run = undefined;
  }
}

// Most runs are a count or a flag.
const RUN_SIZE = 16;
