import type { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { ClassDescReader } from './class-desc-reader.js';
import type { DescriptorContents } from './class-desc-reader.js';
import { StreamCorruptedError, WriteAbortedError } from './errors.js';
import { newFieldValues } from './field-values.js';
import type { HandleTable } from './handle-table.js';
import { ClassFlags, JavaArray, JavaClass, JavaEnum, JavaObject } from './model.js';
import type { ClassDesc, CustomItem, JavaValue, ObjectPart } from './model.js';
import { writesNoDefaultData } from './no-default-data.js';
import { readPrimitiveArray } from './primitive-array.js';
import { SIGNATURE, TC } from './protocol.js';
import { isClassDesc, isObjectSignature } from './stream-class-desc.js';

/** Reads objects and block data (java.io.ObjectInputStream.readObject0); the grammar stands in reader.ts. */
export class ContentReader implements DescriptorContents {
  readonly #in: ByteReader;
  readonly #handles: HandleTable;
  readonly #descs: ClassDescReader;
  readonly #maxDepth: number;
  #depth = 0;

  constructor(input: ByteReader, handles: HandleTable, maxDepth: number) {
    this.#in = input;
    this.#handles = handles;
    this.#maxDepth = maxDepth;
    this.#descs = new ClassDescReader(input, handles, this);
  }

  /** The next object, or the next run of block data, adjacent records merged. */
  readItem(): CustomItem {
    const tc = this.#in.u8();
    return tc === TC.BLOCKDATA || tc === TC.BLOCKDATALONG ? this.#readBlockData(tc) : this.#readValue(tc);
  }

  /** Custom data or a class annotation, up to and with its end mark. */
  readItems(): CustomItem[] {
    const items: CustomItem[] = [];
    while (this.#in.peek() !== TC.ENDBLOCKDATA) items.push(this.readItem());
    this.#in.at++;
    return items;
  }

  /** A string where the grammar allows nothing else: field signatures, names of enum constants. */
  readString(): string {
    const start = this.#in.at;
    const value = this.#readValue(this.#in.u8());
    if (typeof value !== 'string') throw new StreamCorruptedError('a string was expected', start);
    return value;
  }

  /** Goes one object deeper. */
  enter(offset: number): void {
    if (++this.#depth > this.#maxDepth) {
      throw new StreamCorruptedError(`objects nested deeper than ${this.#maxDepth}`, offset);
    }
  }

  leave(): void {
    this.#depth--;
  }

  #readValue(tc: number): JavaValue {
    const start = this.#in.at - 1;
    switch (tc) {
      case TC.NULL:
        this.#handles.countValues(1, start);
        return null;
      case TC.REFERENCE:
        return this.#readReference(start);
      case TC.STRING:
        return this.#handles.register(this.#in.utf(), start);
      case TC.LONGSTRING:
        return this.#handles.register(this.#in.longUtf(), start);
      case TC.OBJECT:
        return this.#readObject(start);
      case TC.ARRAY:
        return this.#readArray(start);
      case TC.CLASS:
        return this.#handles.register(new JavaClass(this.#descs.require()), start);
      case TC.ENUM:
        return this.#readEnum(start);
      case TC.EXCEPTION:
        return this.#readException(start);
      case TC.CLASSDESC:
      case TC.PROXYCLASSDESC:
        throw new StreamCorruptedError('a class descriptor as a value (java.io.ObjectStreamClass)', start);
      case TC.BLOCKDATA:
      case TC.BLOCKDATALONG:
      case TC.ENDBLOCKDATA:
        throw new StreamCorruptedError('block data where an object was expected', start);
      case TC.RESET:
        throw new StreamCorruptedError('reset inside an object', start);
      default:
        throw new StreamCorruptedError(`invalid type code ${tc.toString(16)}`, start);
    }
  }

  #readReference(start: number): JavaValue {
    this.#handles.countValues(1, start);
    const value = this.#handles.get(this.#in.i32(), start);
    if (isClassDesc(value)) {
      throw new StreamCorruptedError('reference to a class descriptor where an object was expected', start);
    }
    return value;
  }

  #readObject(start: number): JavaObject {
    this.enter(start);
    const desc = this.#descs.require();
    const parts: ObjectPart[] = [];
    const object = this.#handles.register(new JavaObject(desc, parts), start);
    if (desc.flags & ClassFlags.EXTERNALIZABLE) {
      parts.push(this.#readExternal(desc, start));
    } else {
      for (const one of this.#handles.hierarchyOf(desc, start)) parts.push(this.#readPart(one));
    }
    this.leave();
    return object;
  }

  #readExternal(desc: ClassDesc, start: number): ObjectPart {
    if (!(desc.flags & ClassFlags.BLOCK_DATA)) {
      throw new StreamCorruptedError(
        `externalizable ${desc.name} written in stream protocol version 1, which does not tell where it ends`,
        start,
      );
    }
    return { desc, values: newFieldValues(), custom: this.readItems() };
  }

  #readPart(desc: ClassDesc): ObjectPart {
    const values = newFieldValues();
    const custom = (desc.flags & ClassFlags.WRITE_METHOD) !== 0;
    if (!(custom && writesNoDefaultData(desc.name))) {
      this.#handles.countValues(desc.fields.length, this.#in.at);
      for (const field of desc.fields) values[field.name] = this.#readElement(field.type.charCodeAt(0));
    }
    return custom ? { desc, values, custom: this.readItems() } : { desc, values };
  }

  #readElement(signature: number): JavaValue {
    switch (signature) {
      case SIGNATURE.OBJECT:
      case SIGNATURE.ARRAY:
        return this.#readValue(this.#in.u8());
      case SIGNATURE.INT:
        return this.#in.i32();
      case SIGNATURE.BOOLEAN:
        return this.#in.u8() !== 0;
      case SIGNATURE.LONG:
        return this.#in.i64();
      case SIGNATURE.BYTE:
        return this.#in.i8();
      case SIGNATURE.SHORT:
        return this.#in.i16();
      case SIGNATURE.CHAR:
        return this.#in.u16();
      case SIGNATURE.FLOAT:
        return this.#in.f32();
      case SIGNATURE.DOUBLE:
        return this.#in.f64();
      default:
        throw new StreamCorruptedError(`a field of type ${String.fromCharCode(signature)}`, this.#in.at);
    }
  }

  /** A view of a single record; several, however small and however many, are joined as they come. */
  #readBlockData(first: number): Buffer {
    this.#handles.count(1, this.#in.at);
    const record = this.#readRecord(first);
    let next = this.#in.peek();
    if (next !== TC.BLOCKDATA && next !== TC.BLOCKDATALONG) return record;
    const run = new ByteWriter(2 * record.length);
    run.bytes(record);
    for (; next === TC.BLOCKDATA || next === TC.BLOCKDATALONG; next = this.#in.peek()) {
      this.#in.at++;
      run.bytes(this.#readRecord(next));
    }
    return run.take();
  }

  #readRecord(tc: number): Buffer {
    const start = this.#in.at;
    const length = tc === TC.BLOCKDATA ? this.#in.u8() : this.#in.i32();
    if (length < 0) throw new StreamCorruptedError(`block data of ${length} bytes`, start);
    return this.#in.take(length);
  }

  #readArray(start: number): JavaArray {
    this.enter(start);
    const desc = this.#descs.require();
    if (desc.name.charCodeAt(0) !== SIGNATURE.ARRAY) throw new StreamCorruptedError(`array of ${desc.name}`, start);
    const array = this.#handles.register(new JavaArray(desc, []), start);
    const length = this.#in.i32();
    if (length < 0) throw new StreamCorruptedError(`array of ${length} elements`, start);
    // Every element takes a byte at least: refuses a length bomb before anything is allocated.
    this.#in.need(length);
    const signature = desc.name.charCodeAt(1);
    if (signature === SIGNATURE.BOOLEAN) this.#handles.countValues(length, start);
    array.elements = readPrimitiveArray(this.#in, signature, length) ?? this.#readElements(signature, length);
    this.leave();
    return array;
  }

  #readElements(signature: number, length: number): JavaValue[] {
    if (!isObjectSignature(signature)) throw new StreamCorruptedError('array of no known type', this.#in.at);
    const elements: JavaValue[] = [];
    // Pushed one by one: arrays inside arrays, each as long as the input could hold, must not be allocated ahead.
    for (let i = 0; i < length; i++) elements.push(this.#readValue(this.#in.u8()));
    return elements;
  }

  #readEnum(start: number): JavaEnum {
    const desc = this.#descs.require();
    if (!(desc.flags & ClassFlags.ENUM)) throw new StreamCorruptedError(`${desc.name} is no enum class`, start);
    // The constant has its handle before its name has one, and is complete only with its name.
    const setConstant = this.#handles.reserve(start);
    return setConstant(new JavaEnum(desc, this.readString()));
  }

  /** The handles restart, the exception is the last thing in the stream. */
  #readException(start: number): never {
    this.#handles.reset();
    this.enter(start);
    throw new WriteAbortedError(start, this.#readValue(this.#in.u8()));
  }
}
