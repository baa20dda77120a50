import { JavaObject } from '../serial/model.js';

/** A copy of an object with another value in a field of type int. */
export function withInt(object: JavaObject, field: string, value: number): JavaObject {
  const parts = object.parts.map((part) =>
    Object.hasOwn(part.values, field) ? { ...part, values: { ...part.values, [field]: value } } : part,
  );
  return new JavaObject(object.desc, parts);
}
