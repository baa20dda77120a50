/** Writes Java object streams (java.io.ObjectOutputStream, protocol version 2); the grammar stands in reader.ts. */
import { ByteWriter } from './byte-writer.js';
import { writeBlockData } from './block-data.js';
import { ClassFlags, JavaArray, JavaClass, JavaEnum, JavaObject } from './model.js';
import type { ClassDesc, CustomItem, JavaValue, ObjectPart } from './model.js';
import { writesNoDefaultData } from './no-default-data.js';
import { describeValue, writePrimitive } from './primitive.js';
import { BASE_WIRE_HANDLE, DEFAULT_MAX_DEPTH, STREAM_MAGIC, STREAM_VERSION, TC } from './protocol.js';
import { isObjectSignature } from './stream-class-desc.js';

export interface WriteOptions {
  /** What annotateClass writes for a descriptor, instead of the annotation that the descriptor carries. */
  readonly annotate?: (desc: ClassDesc) => readonly CustomItem[];
}

/**
 * Writes one whole stream that holds one object. Objects that occur twice (by identity) are references, class descriptors
 * that occur twice (by identity, else by name, serialVersionUID and fields) too; strings are written anew each time.
 * Throws TypeError on a value that does not fit its field, with class and field.
 */
export function writeObject(value: JavaValue, options?: WriteOptions): Buffer {
  const writer = new ObjectWriter(options);
  writer.writeValue(value);
  return writer.take();
}

/** Writes a stream of several objects, block data and resets. The header comes with the first bytes. */
export class ObjectWriter {
  readonly #out = new ByteWriter();
  readonly #annotate: (desc: ClassDesc) => readonly CustomItem[];
  #objects = new Map<object, number>();
  /** Handles of descriptors by what they say, for equal descriptors that are different JS objects. */
  #descs = new Map<string, number>();
  /** Handles of field signatures, which Java interns. */
  #signatures = new Map<string, number>();
  #handles = 0;
  #depth = 0;

  constructor({ annotate = (desc) => desc.annotation }: WriteOptions = {}) {
    this.#annotate = annotate;
    this.#out.u16(STREAM_MAGIC);
    this.#out.u16(STREAM_VERSION);
  }

  /** Takes the bytes written since the last take. */
  take(): Buffer {
    return this.#out.take();
  }

  /** Forgets all handles, ObjectOutputStream.reset(). */
  reset(): void {
    this.#out.u8(TC.RESET);
    this.#objects = new Map();
    this.#descs = new Map();
    this.#signatures = new Map();
    this.#handles = 0;
  }

  /** Writes primitive data between objects. */
  writeBlockData(data: Buffer): void {
    writeBlockData(this.#out, [data]);
  }

  /** Writes one object, string, array, enum constant, class or null. */
  writeValue(value: JavaValue): void {
    if (value === null) return this.#out.u8(TC.NULL);
    if (typeof value === 'string') return this.#writeString(value);
    if (typeof value !== 'object') throw new TypeError(`${describeValue(value)} is not an object: box it`);
    const handle = this.#objects.get(value);
    if (handle !== undefined) return this.#writeReference(handle);
    if (++this.#depth > DEFAULT_MAX_DEPTH) throw new RangeError(`objects nested deeper than ${DEFAULT_MAX_DEPTH}`);
    if (value instanceof JavaObject) this.#writeJavaObject(value);
    else if (value instanceof JavaArray) this.#writeArray(value);
    else if (value instanceof JavaEnum) this.#writeEnum(value);
    else this.#writeClass(value);
    this.#depth--;
  }

  #writeString(value: string): void {
    this.#handles++;
    this.#out.stringObject(value, TC.STRING, TC.LONGSTRING);
  }

  #writeReference(handle: number): void {
    this.#out.u8(TC.REFERENCE);
    this.#out.i32(BASE_WIRE_HANDLE + handle);
  }

  #writeJavaObject(object: JavaObject): void {
    this.#out.u8(TC.OBJECT);
    this.#writeClassDesc(object.desc);
    this.#assign(object);
    checkParts(object);
    for (const part of object.parts) this.#writePart(part);
  }

  #writePart(part: ObjectPart): void {
    const { desc, values, custom = [] } = part;
    const { EXTERNALIZABLE, WRITE_METHOD } = ClassFlags;
    const isCustom = (desc.flags & (EXTERNALIZABLE | WRITE_METHOD)) !== 0;
    if (!isCustom || !(desc.flags & EXTERNALIZABLE || writesNoDefaultData(desc.name))) {
      for (const field of desc.fields) this.#writeField(field.type, values[field.name], desc, field.name);
    }
    if (isCustom) this.#writeItems(custom);
    else if (custom.length > 0) throw new TypeError(`custom data of ${desc.name}, which has no writeObject method`);
  }

  #writeField(type: string, value: JavaValue | undefined, desc: ClassDesc, name: string): void {
    if (isObjectSignature(type.charCodeAt(0)) && value !== undefined) return this.writeValue(value);
    if (!writePrimitive(this.#out, type, value)) {
      throw new TypeError(`${desc.name}.${name} of type ${type} cannot be ${describeValue(value)}`);
    }
  }

  /** Custom data or a class annotation: objects and runs of primitive data, then the end mark. */
  #writeItems(items: readonly CustomItem[]): void {
    let run: Buffer[] = [];
    for (const item of items) {
      if (Buffer.isBuffer(item)) {
        run.push(item);
        continue;
      }
      if (run.length > 0) {
        writeBlockData(this.#out, run);
        run = [];
      }
      this.writeValue(item);
    }
    if (run.length > 0) writeBlockData(this.#out, run);
    this.#out.u8(TC.ENDBLOCKDATA);
  }

  #writeArray(array: JavaArray): void {
    const { desc, elements } = array;
    this.#out.u8(TC.ARRAY);
    this.#writeClassDesc(desc);
    this.#assign(array);
    this.#out.i32(elements.length);
    const type = desc.name.slice(1);
    if (Buffer.isBuffer(elements)) this.#out.bytes(elements);
    else if (!Array.isArray(elements)) this.#out.typedArray(elements);
    else for (const [i, element] of elements.entries()) this.#writeField(type, element, desc, `[${i}]`);
  }

  #writeEnum(value: JavaEnum): void {
    this.#out.u8(TC.ENUM);
    this.#writeClassDesc(value.desc);
    this.#assign(value);
    this.#writeString(value.constant);
  }

  #writeClass(value: JavaClass): void {
    this.#out.u8(TC.CLASS);
    this.#writeClassDesc(value.desc);
    this.#assign(value);
  }

  #writeClassDesc(desc: ClassDesc | null): void {
    if (desc === null) return this.#out.u8(TC.NULL);
    const known = this.#objects.get(desc) ?? this.#descs.get(descriptorKey(desc));
    if (known !== undefined) return this.#writeReference(known);
    this.#descs.set(descriptorKey(desc), this.#handles);
    if (desc.interfaces) this.#writeProxyClassDesc(desc, desc.interfaces);
    else this.#writePlainClassDesc(desc);
    this.#writeItems(this.#annotate(desc));
    this.#writeClassDesc(desc.superDesc);
  }

  #writeProxyClassDesc(desc: ClassDesc, interfaces: readonly string[]): void {
    this.#out.u8(TC.PROXYCLASSDESC);
    this.#assign(desc);
    this.#out.i32(interfaces.length);
    for (const name of interfaces) this.#out.utf(name);
  }

  #writePlainClassDesc(desc: ClassDesc): void {
    const out = this.#out;
    out.u8(TC.CLASSDESC);
    out.utf(desc.name);
    out.i64(desc.suid);
    this.#assign(desc);
    out.u8(desc.flags);
    out.u16(desc.fields.length);
    for (const { type, name } of desc.fields) {
      out.u8(type.charCodeAt(0));
      out.utf(name);
      if (isObjectSignature(type.charCodeAt(0))) this.#writeSignature(type);
    }
  }

  #writeSignature(type: string): void {
    const handle = this.#signatures.get(type);
    if (handle !== undefined) return this.#writeReference(handle);
    this.#signatures.set(type, this.#handles);
    this.#writeString(type);
  }

  #assign(object: object): void {
    this.#objects.set(object, this.#handles++);
  }
}

/** A reader takes the parts of an object from its descriptor, so they must be those of its hierarchy, superclass first. */
function checkParts({ desc, parts }: JavaObject): void {
  let expected: ClassDesc | null = desc;
  for (let i = parts.length - 1; i >= 0; i--) {
    if (parts[i]?.desc.name !== expected?.name) break;
    if (desc.flags & ClassFlags.EXTERNALIZABLE) return;
    expected = expected?.superDesc ?? null;
    if (i === 0 && expected === null) return;
  }
  throw new TypeError(`the parts of ${desc.name} are not those of its class hierarchy`);
}

const descriptorKeys = new WeakMap<ClassDesc, string>();

function descriptorKey(desc: ClassDesc): string {
  const known = descriptorKeys.get(desc);
  if (known !== undefined) return known;
  const fields = desc.fields.map(({ type, name }) => `${type} ${name}`);
  const suid = BigInt.asIntN(64, desc.suid).toString();
  const key = [desc.name, suid, desc.flags, ...(desc.interfaces ?? []), ...fields].join('\n');
  descriptorKeys.set(desc, key);
  return key;
}
