import { ClassFlags } from './model.js';
import type { ClassDesc, CustomItem, FieldDesc } from './model.js';
import { SIGNATURE } from './protocol.js';
import { StreamCorruptedError } from './errors.js';

/**
 * A class descriptor while it is read: it has a handle before its fields, annotation and superclass are known, because
 * those may come later in the stream than a reference to it.
 */
export class StreamClassDesc implements ClassDesc {
  flags = 0;
  fields: readonly FieldDesc[] = NO_FIELDS;
  superDesc: ClassDesc | null = null;
  annotation: readonly CustomItem[] = NO_ITEMS;
  declare interfaces?: readonly string[];

  constructor(
    readonly name: string,
    readonly suid: bigint,
  ) {}
}

/** Whether a handle stands for a class descriptor; everything else that a handle can stand for is a JavaValue. */
export function isClassDesc(referenced: unknown): referenced is StreamClassDesc {
  return referenced instanceof StreamClassDesc;
}

/** What java.io.ObjectStreamClass refuses in a descriptor. */
export function checkDescriptor(desc: ClassDesc, offset: number): void {
  const { name, flags, fields } = desc;
  const { SERIALIZABLE, EXTERNALIZABLE, ENUM } = ClassFlags;
  if (flags & SERIALIZABLE && flags & EXTERNALIZABLE) {
    throw new StreamCorruptedError(`serializable and externalizable flags conflict in class ${name}`, offset);
  }
  if (flags & ENUM && (desc.suid !== 0n || fields.length > 0)) {
    throw new StreamCorruptedError(`enum descriptor with fields or a serialVersionUID: ${name}`, offset);
  }
  let objects = false;
  for (const field of fields) {
    const isObject = isObjectSignature(field.type.charCodeAt(0));
    if (objects && !isObject) throw new StreamCorruptedError(`illegal field order in class ${name}`, offset);
    objects = isObject;
  }
}

/** Refuses a class that is not java.io.Serializable where the data of one is to follow. */
export function checkSerializable(desc: ClassDesc, offset: number): void {
  if (!(desc.flags & ClassFlags.SERIALIZABLE)) {
    throw new StreamCorruptedError(`class ${desc.name} is not serializable`, offset);
  }
}

/** Whether a field signature is that of an object or an array. */
export function isObjectSignature(first: number): boolean {
  return first === SIGNATURE.OBJECT || first === SIGNATURE.ARRAY;
}

const NO_FIELDS: readonly FieldDesc[] = [];
const NO_ITEMS: readonly CustomItem[] = [];
