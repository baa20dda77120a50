/** Copies of Java objects with strings and object ids exchanged: a recording speaks of another machine's paths and ids. */
import { JavaArray, JavaObject } from '../../src/serial/model.js';
import type { CustomItem, JavaValue, ObjectPart } from '../../src/serial/model.js';

/** Copies a graph; every string goes through `string`. Cycles and shared objects keep their shape. */
export function rewriteStrings<V extends JavaValue>(root: V, string: (text: string) => string): V {
  const copies = new Map<object, JavaValue>();
  const item = (value: CustomItem): CustomItem => (Buffer.isBuffer(value) ? value : copy(value));
  const copy = (value: JavaValue): JavaValue => {
    if (typeof value === 'string') return string(value);
    if (value === null || typeof value !== 'object') return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    if (value instanceof JavaArray) {
      const array = new JavaArray(value.desc, value.elements);
      copies.set(value, array);
      if (Array.isArray(value.elements)) array.elements = value.elements.map(copy);
      return array;
    }
    if (!(value instanceof JavaObject)) return value;
    const object = new JavaObject(value.desc, []);
    copies.set(value, object);
    for (const part of value.parts) object.parts.push(copyPart(part, copy, item));
    return object;
  };
  return copy(root) as V;
}

/** A shallow copy of an object with some fields exchanged. */
export function withFields(object: JavaObject, fields: Readonly<Record<string, JavaValue>>): JavaObject {
  const parts = object.parts.map((part) => ({
    ...part,
    values: Object.fromEntries(
      Object.entries(part.values).map(([name, value]) => [
        name,
        Object.hasOwn(fields, name) ? (fields[name] ?? null) : value,
      ]),
    ),
  }));
  return new JavaObject(object.desc, parts);
}

function copyPart(
  part: ObjectPart,
  copy: (v: JavaValue) => JavaValue,
  item: (v: CustomItem) => CustomItem,
): ObjectPart {
  const values = Object.fromEntries(Object.entries(part.values).map(([name, value]) => [name, copy(value)]));
  return part.custom ? { desc: part.desc, values, custom: part.custom.map(item) } : { desc: part.desc, values };
}
