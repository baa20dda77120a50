import type { ByteReader } from './byte-reader.js';
import { StreamCorruptedError } from './errors.js';
import type { HandleTable } from './handle-table.js';
import { ClassFlags } from './model.js';
import type { ClassDesc, CustomItem, FieldDesc } from './model.js';
import { TC } from './protocol.js';
import { checkDescriptor, isClassDesc, isObjectSignature, StreamClassDesc } from './stream-class-desc.js';

/** No class file holds more, and Java refuses more. */
const MAX_INTERFACES = 65_535;

/** The reader of objects, as far as descriptors have some in them: types of fields, annotations. */
export interface DescriptorContents {
  readString(): string;
  readItems(): CustomItem[];
  /** Goes one object deeper. */
  enter(offset: number): void;
  leave(): void;
}

/** Reads class descriptors (java.io.ObjectInputStream.readClassDesc); the grammar stands in reader.ts. */
export class ClassDescReader {
  readonly #in: ByteReader;
  readonly #handles: HandleTable;
  readonly #content: DescriptorContents;
  /** Descriptors whose superclass is not read yet: nothing may be an instance of them or extend them. */
  readonly #unfinished = new Set<ClassDesc>();

  constructor(input: ByteReader, handles: HandleTable, content: DescriptorContents) {
    this.#in = input;
    this.#handles = handles;
    this.#content = content;
  }

  /** A descriptor, or null behind the last superclass. */
  read(): ClassDesc | null {
    const start = this.#in.at;
    const tc = this.#in.u8();
    switch (tc) {
      case TC.NULL:
        return null;
      case TC.REFERENCE:
        return this.#readReference(start);
      case TC.CLASSDESC:
        return this.#readPlain(start);
      case TC.PROXYCLASSDESC:
        return this.#readProxy(start);
      default:
        throw new StreamCorruptedError(`type code ${tc.toString(16)} where a class descriptor was expected`, start);
    }
  }

  /** A descriptor where null is not allowed. */
  require(): ClassDesc {
    const start = this.#in.at;
    const desc = this.read();
    if (desc === null) throw new StreamCorruptedError('null where a class descriptor was expected', start);
    return desc;
  }

  #readReference(start: number): ClassDesc {
    const desc = this.#handles.get(this.#in.i32(), start);
    if (!isClassDesc(desc)) {
      throw new StreamCorruptedError('reference to an object where a class descriptor was expected', start);
    }
    if (this.#unfinished.has(desc)) {
      throw new StreamCorruptedError(`class ${desc.name} is used in its own descriptor`, start);
    }
    return desc;
  }

  #readPlain(start: number): ClassDesc {
    const name = this.#in.utf();
    const desc = this.#handles.register(new StreamClassDesc(name, this.#in.i64()), start);
    desc.flags = this.#in.u8();
    desc.fields = this.#readFields();
    checkDescriptor(desc, start);
    return this.#finish(desc, start);
  }

  #readFields(): readonly FieldDesc[] {
    const fields: FieldDesc[] = [];
    const count = this.#in.u16();
    this.#handles.count(count, this.#in.at);
    for (let i = 0; i < count; i++) {
      const code = this.#in.u8();
      const name = this.#in.utf();
      const type = isObjectSignature(code) ? this.#content.readString() : String.fromCharCode(code);
      fields.push({ type, name });
    }
    return fields;
  }

  #readProxy(start: number): ClassDesc {
    const desc = this.#handles.register(new StreamClassDesc('$Proxy', 0n), start);
    desc.flags = ClassFlags.SERIALIZABLE;
    const interfaces: string[] = [];
    const count = this.#in.i32();
    if (count < 0 || count > MAX_INTERFACES) throw new StreamCorruptedError(`a proxy of ${count} interfaces`, start);
    for (let i = 0; i < count; i++) interfaces.push(this.#in.utf());
    desc.interfaces = interfaces;
    return this.#finish(desc, start);
  }

  #finish(desc: StreamClassDesc, start: number): ClassDesc {
    this.#content.enter(start);
    this.#unfinished.add(desc);
    desc.annotation = this.#content.readItems();
    desc.superDesc = this.read();
    this.#unfinished.delete(desc);
    this.#content.leave();
    return desc;
  }
}
