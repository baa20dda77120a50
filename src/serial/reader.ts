/**
 * Reads Java object streams (java.io.ObjectInputStream) as data. The grammar, with a handle numbered from 0x7e0000 for
 * every class descriptor, object, string, array, class and enum constant in the order of their first byte:
 *
 *     stream:     ac ed 00 05 content*
 *     content:    object | block data | 79 (reset: handles restart)
 *     object:     70 | 71 u32 handle | 73 classDesc part* | 74 utf | 7c long-utf | 75 classDesc i32 length element*
 *                 | 76 classDesc | 7e classDesc string | 7b object (the writer aborted)
 *     block data: 77 u8 length byte* | 7a i32 length byte*
 *     classDesc:  70 | 71 u32 handle | 72 utf name, i64 suid, u8 flags, u16 n, field*n, annotation, classDesc super
 *                 | 7d i32 n, utf interface*n, annotation, classDesc super
 *     field:      u8 type, utf name, string signature of a field of type L or [
 *     part:       field values in the order of the descriptor, then custom data if SC_WRITE_METHOD; superclass first
 *     annotation, custom data: (object | block data)* 78
 */
import { StreamCorruptedError, WriteAbortedError } from './errors.js';
import { newFieldValues } from './field-values.js';
import { ClassFlags, JavaArray, JavaClass, JavaEnum, JavaObject } from './model.js';
import type { ClassDesc, CustomItem, FieldDesc, JavaValue, ObjectPart } from './model.js';
import { ByteReader } from './byte-reader.js';
import { writesNoDefaultData } from './no-default-data.js';
import { readPrimitiveArray } from './primitive-array.js';
import { BASE_WIRE_HANDLE, DEFAULT_MAX_DEPTH, SIGNATURE, STREAM_MAGIC, STREAM_VERSION, TC } from './protocol.js';
import { checkDescriptor, isClassDesc, isObjectSignature, StreamClassDesc } from './stream-class-desc.js';

export interface ReadOptions {
  /** How deep objects may nest. The default has room on V8's default stack. */
  readonly maxDepth?: number;
  /** How many objects, strings, descriptors and parts of objects one stream may hold. Default 4 million. */
  readonly maxObjects?: number;
  /** Whether the stream starts with its header; false to go on behind a reset. Default true. */
  readonly header?: boolean;
}

/**
 * Reads one whole stream that holds one object and nothing else. Byte arrays and block data are views of `bytes`, so it
 * must not be written to afterwards. Throws StreamCorruptedError.
 */
export function readObject(bytes: Buffer, options?: ReadOptions): JavaValue {
  const reader = new ObjectReader(bytes, options);
  const value = reader.readValue();
  if (!reader.atEnd) throw new StreamCorruptedError('more data behind the object', reader.offset);
  return value;
}

/** Reads a stream of several objects, block data and resets; java.io.ObjectInputStream over a complete buffer. */
export class ObjectReader {
  readonly #in: ByteReader;
  readonly #maxDepth: number;
  readonly #maxObjects: number;
  readonly #chains = new Map<ClassDesc, readonly ClassDesc[]>();
  /** Descriptors whose superclass is not read yet: nothing may be an instance of them or extend them. */
  readonly #unfinished = new Set<ClassDesc>();
  #handles: (JavaValue | StreamClassDesc)[] = [];
  #depth = 0;
  #objects = 0;

  constructor(
    bytes: Buffer,
    { maxDepth = DEFAULT_MAX_DEPTH, maxObjects = 4_000_000, header = true }: ReadOptions = {},
  ) {
    this.#in = new ByteReader(bytes);
    this.#maxDepth = maxDepth;
    this.#maxObjects = maxObjects;
    if (header) this.#readHeader();
  }

  /** Offset of the next unread byte. */
  get offset(): number {
    return this.#in.at;
  }

  /** Whether nothing but resets follows. Takes the resets. */
  get atEnd(): boolean {
    this.#takeResets();
    return this.#in.remaining === 0;
  }

  /** The next object. Throws StreamCorruptedError, also where block data comes instead. */
  readValue(): JavaValue {
    const start = this.offset;
    const item = this.readItem();
    if (Buffer.isBuffer(item)) throw new StreamCorruptedError('block data where an object was expected', start);
    return item;
  }

  /** The next object, or the next run of block data, adjacent records merged. */
  readItem(): CustomItem {
    this.#takeResets();
    const tc = this.#in.u8();
    return isBlockData(tc) ? this.#readBlockData(tc) : this.#readContent(tc);
  }

  #readHeader(): void {
    if (this.#in.u16() !== STREAM_MAGIC || this.#in.u16() !== STREAM_VERSION) {
      throw new StreamCorruptedError('not a Java object stream', 0);
    }
  }

  #takeResets(): void {
    while (this.#in.bytes[this.#in.at] === TC.RESET) {
      this.#in.at++;
      this.#handles = [];
      this.#objects = 0;
      this.#chains.clear();
    }
  }

  #readContent(tc: number): JavaValue {
    switch (tc) {
      case TC.NULL:
        return null;
      case TC.REFERENCE:
        return this.#readReference();
      case TC.STRING:
        return this.#register(this.#in.utf());
      case TC.LONGSTRING:
        return this.#register(this.#in.longUtf());
      case TC.OBJECT:
        return this.#readObject();
      case TC.ARRAY:
        return this.#readArray();
      case TC.CLASS:
        return this.#register(new JavaClass(this.#requireClassDesc()));
      case TC.ENUM:
        return this.#readEnum();
      case TC.EXCEPTION:
        return this.#readException();
      case TC.CLASSDESC:
      case TC.PROXYCLASSDESC:
        return this.#fail('a class descriptor as a value (java.io.ObjectStreamClass) is not supported');
      case TC.BLOCKDATA:
      case TC.BLOCKDATALONG:
        return this.#fail('block data where an object was expected');
      case TC.ENDBLOCKDATA:
        return this.#fail('end of block data where an object was expected');
      case TC.RESET:
        return this.#fail('reset inside an object');
      default:
        return this.#fail(`invalid type code ${tc.toString(16)}`);
    }
  }

  #readReference(): JavaValue {
    const value = this.#referenced();
    return isClassDesc(value) ? this.#fail('reference to a class descriptor where an object was expected') : value;
  }

  #referenced(): JavaValue | StreamClassDesc {
    const handle = this.#in.i32();
    const value = this.#handles[handle - BASE_WIRE_HANDLE];
    return value === undefined ? this.#fail(`invalid handle ${handle.toString(16)}`, 5) : value;
  }

  #readObject(): JavaObject {
    this.#enter();
    const desc = this.#requireClassDesc();
    const parts: ObjectPart[] = [];
    const object = this.#register(new JavaObject(desc, parts));
    if (desc.flags & ClassFlags.EXTERNALIZABLE) {
      if (!(desc.flags & ClassFlags.BLOCK_DATA)) {
        this.#fail(`externalizable class ${desc.name} in stream protocol version 1 has no readable end`, 0);
      }
      parts.push({ desc, values: newFieldValues(), custom: this.#readCustom() });
    } else {
      const chain = this.#chainOf(desc);
      this.#count(chain.length);
      for (const one of chain) parts.push(this.#readPart(one));
    }
    this.#depth--;
    return object;
  }

  #readPart(desc: ClassDesc): ObjectPart {
    const values = newFieldValues();
    const custom = (desc.flags & ClassFlags.WRITE_METHOD) !== 0;
    if (!(custom && writesNoDefaultData(desc.name))) {
      for (const field of desc.fields) values[field.name] = this.#readElement(field.type.charCodeAt(0));
    }
    return custom ? { desc, values, custom: this.#readCustom() } : { desc, values };
  }

  #readElement(signature: number): JavaValue {
    switch (signature) {
      case SIGNATURE.OBJECT:
      case SIGNATURE.ARRAY:
        return this.#readContent(this.#in.u8());
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
        return this.#fail(`invalid field type ${String.fromCharCode(signature)}`, 0);
    }
  }

  #readCustom(): CustomItem[] {
    const items: CustomItem[] = [];
    for (;;) {
      const tc = this.#in.u8();
      if (tc === TC.ENDBLOCKDATA) return items;
      items.push(isBlockData(tc) ? this.#readBlockData(tc) : this.#readContent(tc));
    }
  }

  #readBlockData(first: number): Buffer {
    const records: Buffer[] = [];
    for (let tc = first; ;) {
      const length = tc === TC.BLOCKDATA ? this.#in.u8() : this.#in.i32();
      if (length < 0) this.#fail(`block data of ${length} bytes`, 5);
      records.push(this.#in.take(length));
      const next = this.#in.bytes[this.#in.at];
      if (next !== TC.BLOCKDATA && next !== TC.BLOCKDATALONG) break;
      this.#in.at++;
      tc = next;
    }
    return records.length === 1 ? (records[0] as Buffer) : Buffer.concat(records);
  }

  #readArray(): JavaArray {
    this.#enter();
    const desc = this.#requireClassDesc();
    const signature = desc.name.charCodeAt(1);
    if (desc.name.charCodeAt(0) !== SIGNATURE.ARRAY) this.#fail(`array of class ${desc.name}`, 0);
    const array = this.#register(new JavaArray(desc, []));
    const length = this.#in.i32();
    if (length < 0) this.#fail(`array of ${length} elements`, 4);
    // Every element takes a byte at least: refuses a length bomb before anything is allocated.
    this.#in.need(length);
    if (isObjectSignature(signature)) {
      const elements: JavaValue[] = [];
      // Pushed one by one: arrays inside arrays, each as long as the input could hold, must not be allocated ahead.
      for (let i = 0; i < length; i++) elements.push(this.#readContent(this.#in.u8()));
      array.elements = elements;
    } else {
      array.elements = readPrimitiveArray(this.#in, signature, length) ?? this.#fail(`array of class ${desc.name}`, 0);
    }
    this.#depth--;
    return array;
  }

  #readEnum(): JavaEnum {
    const desc = this.#requireClassDesc();
    if (!(desc.flags & ClassFlags.ENUM)) this.#fail(`enum constant of class ${desc.name}, which is no enum`, 0);
    // The constant has its handle before its name has one, and is complete only with its name.
    const handle = this.#handles.length;
    this.#register(null);
    return (this.#handles[handle] = new JavaEnum(desc, this.#readString()));
  }

  #readException(): never {
    const start = this.offset - 1;
    this.#handles = [];
    this.#chains.clear();
    this.#enter();
    throw new WriteAbortedError(start, this.#readContent(this.#in.u8()));
  }

  /** A string where the grammar allows nothing else: field signatures, names of enum constants. */
  #readString(): string {
    const tc = this.#in.u8();
    if (tc === TC.STRING) return this.#register(this.#in.utf());
    if (tc === TC.LONGSTRING) return this.#register(this.#in.longUtf());
    const value = tc === TC.REFERENCE ? this.#referenced() : undefined;
    return typeof value === 'string' ? value : this.#fail('a string was expected');
  }

  #requireClassDesc(): ClassDesc {
    return this.#readClassDesc() ?? this.#fail('null where a class descriptor was expected');
  }

  #readClassDesc(): ClassDesc | null {
    const tc = this.#in.u8();
    switch (tc) {
      case TC.NULL:
        return null;
      case TC.REFERENCE: {
        const desc = this.#referenced();
        if (!isClassDesc(desc)) return this.#fail('reference to an object where a class descriptor was expected', 5);
        if (this.#unfinished.has(desc)) this.#fail(`class ${desc.name} is used in its own descriptor`, 5);
        return desc;
      }
      case TC.CLASSDESC:
        return this.#readNewClassDesc();
      case TC.PROXYCLASSDESC:
        return this.#readProxyClassDesc();
      default:
        return this.#fail(`invalid type code ${tc.toString(16)} where a class descriptor was expected`);
    }
  }

  #readNewClassDesc(): ClassDesc {
    const start = this.offset;
    this.#enter();
    const name = this.#in.utf();
    const desc = this.#register(new StreamClassDesc(name, this.#in.i64()));
    this.#unfinished.add(desc);
    desc.flags = this.#in.u8();
    desc.fields = this.#readFields();
    checkDescriptor(desc, start);
    return this.#finishClassDesc(desc);
  }

  #readFields(): readonly FieldDesc[] {
    const fields: FieldDesc[] = [];
    for (let count = this.#in.u16(); count > 0; count--) {
      const code = this.#in.u8();
      const name = this.#in.utf();
      fields.push({ type: isObjectSignature(code) ? this.#readString() : String.fromCharCode(code), name });
    }
    return fields;
  }

  #readProxyClassDesc(): ClassDesc {
    this.#enter();
    const desc = this.#register(new StreamClassDesc('$Proxy', 0n));
    this.#unfinished.add(desc);
    desc.flags = ClassFlags.SERIALIZABLE;
    const interfaces: string[] = [];
    for (let count = this.#in.i32(); count > 0; count--) interfaces.push(this.#in.utf());
    desc.interfaces = interfaces;
    return this.#finishClassDesc(desc);
  }

  #finishClassDesc(desc: StreamClassDesc): ClassDesc {
    desc.annotation = this.#readCustom();
    desc.superDesc = this.#readClassDesc();
    this.#unfinished.delete(desc);
    this.#depth--;
    return desc;
  }

  /** The classes of a hierarchy that have data in the stream, superclass first. */
  #chainOf(desc: ClassDesc): readonly ClassDesc[] {
    const known = this.#chains.get(desc);
    if (known) return known;
    const chain: ClassDesc[] = [];
    for (let one: ClassDesc | null = desc; one; one = one.superDesc) {
      if (!(one.flags & ClassFlags.SERIALIZABLE)) this.#fail(`class ${one.name} is not serializable`, 0);
      chain.unshift(one);
    }
    this.#chains.set(desc, chain);
    return chain;
  }

  #register<T extends JavaValue | StreamClassDesc>(value: T): T {
    this.#count(1);
    this.#handles.push(value);
    return value;
  }

  #count(objects: number): void {
    this.#objects += objects;
    if (this.#objects > this.#maxObjects) this.#fail(`more than ${this.#maxObjects} objects`, 0);
  }

  #enter(): void {
    if (++this.#depth > this.#maxDepth) this.#fail(`objects nested deeper than ${this.#maxDepth}`);
  }

  /** Fails at the item that was just read, `back` bytes before the cursor. */
  #fail(reason: string, back = 1): never {
    throw new StreamCorruptedError(reason, this.offset - back);
  }
}

function isBlockData(tc: number): boolean {
  return tc === TC.BLOCKDATA || tc === TC.BLOCKDATALONG;
}
