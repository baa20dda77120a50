/** Copies of Java objects with strings and object ids exchanged: a recording speaks of another machine's paths and ids. */
import { JavaArray, JavaObject } from '../../src/serial/model.js';
import type { CustomItem, JavaValue, ObjectPart } from '../../src/serial/model.js';

/**
 * Copies a graph; every string goes through `string`, and so do the SHA-1s of ObjectIds as hexadecimal digits. Cycles and
 * shared objects keep their shape.
 * @param oids object ids of ours that stand for those of the recorded agent, in proxies that are sent home
 */
export function rewriteStrings<V extends JavaValue>(
  root: V,
  string: (text: string) => string,
  oids: ReadonlyMap<number, number> = new Map(),
): V {
  const copies = new Map<object, JavaValue>();
  const item = (value: CustomItem): CustomItem => {
    if (!Buffer.isBuffer(value)) return copy(value);
    return value.length === SHA1_LENGTH ? Buffer.from(string(value.toString('hex')), 'hex') : value;
  };
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
    const sentHome = value.className === HANDLER && value.get('goingHome') === true;
    const exchanged = sentHome ? withFields(value, { oid: oids.get(value.get('oid') as number) ?? 0 }) : value;
    for (const part of exchanged.parts) object.parts.push(copyPart(part, copy, item));
    return object;
  };
  return copy(root) as V;
}

const SHA1_LENGTH = 20;

const HANDLER = 'hudson.remoting.RemoteInvocationHandler';

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
