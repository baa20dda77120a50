import { StreamCorruptedError } from './errors.js';
import type { ClassDesc, JavaValue } from './model.js';
import { BASE_WIRE_HANDLE } from './protocol.js';
import { checkSerializable } from './stream-class-desc.js';
import type { StreamClassDesc } from './stream-class-desc.js';

export type Referable = JavaValue | StreamClassDesc;

/** What a stream has numbered so far, and how much it has made us build. */
export class HandleTable {
  readonly #maxObjects: number;
  readonly #maxValues: number;
  #referable: Referable[] = [];
  #objects = 0;
  #values = 0;
  #hierarchies = new Map<ClassDesc, readonly ClassDesc[]>();

  constructor(maxObjects: number, maxValues: number) {
    this.#maxObjects = maxObjects;
    this.#maxValues = maxValues;
  }

  /** Forgets everything: TC_RESET. */
  reset(): void {
    this.#referable = [];
    this.#objects = 0;
    this.#values = 0;
    this.#hierarchies = new Map();
  }

  /** Gives the next handle to a value. */
  register<T extends Referable>(value: T, offset: number): T {
    this.count(1, offset);
    this.#referable.push(value);
    return value;
  }

  /** Takes the next handle for a value that is known only later; returns how to set it. */
  reserve(offset: number): <T extends JavaValue>(value: T) => T {
    const values = this.#referable;
    const index = values.length;
    this.register(null, offset);
    return (value) => {
      values[index] = value;
      return value;
    };
  }

  /** The value of a handle as it stands in the stream. */
  get(handle: number, offset: number): Referable {
    const value = this.#referable[handle - BASE_WIRE_HANDLE];
    if (value === undefined) throw new StreamCorruptedError(`invalid handle ${(handle >>> 0).toString(16)}`, offset);
    return value;
  }

  /** The classes of an object that have data in the stream, superclass first; counts them as objects. */
  hierarchyOf(desc: ClassDesc, offset: number): readonly ClassDesc[] {
    const known = this.#hierarchies.get(desc);
    const hierarchy = known ?? serializableClasses(desc, offset);
    if (!known) this.#hierarchies.set(desc, hierarchy);
    // A few bytes make an object of a class that extends hundreds of others.
    this.count(hierarchy.length, offset);
    return hierarchy;
  }

  /** Counts values that take a few bytes each, here and on the wire: fields, nulls, references, booleans of an array. */
  countValues(values: number, offset: number): void {
    this.#values += values;
    if (this.#values > this.#maxValues) throw new StreamCorruptedError(`more than ${this.#maxValues} values`, offset);
  }

  /** Counts what takes a hundred bytes or more. */
  count(objects: number, offset: number): void {
    this.#objects += objects;
    if (this.#objects > this.#maxObjects) {
      throw new StreamCorruptedError(`more than ${this.#maxObjects} objects`, offset);
    }
  }
}

function serializableClasses(desc: ClassDesc, offset: number): readonly ClassDesc[] {
  const hierarchy: ClassDesc[] = [];
  for (let one: ClassDesc | null = desc; one; one = one.superDesc) {
    checkSerializable(one, offset);
    hierarchy.push(one);
  }
  return hierarchy.reverse();
}
