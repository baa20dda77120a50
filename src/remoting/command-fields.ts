/** Fields of received commands, checked: a peer may send anything. Each throws a java.io.IOException that names the field. */
import { ioError } from '../java/java-error.js';
import { JavaArray } from '../serial/model.js';
import type { JavaObject, JavaValue } from '../serial/model.js';

export function intField(object: JavaObject, name: string): number {
  const value = object.get(name);
  if (typeof value !== 'number') throw ioError(`${object.className}.${name} is not an int`);
  return value;
}

export function bytesField(object: JavaObject, name: string): Buffer {
  const value = object.get(name);
  if (value instanceof JavaArray && Buffer.isBuffer(value.elements)) return value.elements;
  throw ioError(`${object.className}.${name} is not a byte[]`);
}

export function stringField(object: JavaObject, name: string): string {
  const value = object.get(name);
  if (typeof value !== 'string') throw ioError(`${object.className}.${name} is not a String`);
  return value;
}

/** Object[] or null; null reads as empty, as a call without arguments has it. */
export function objectArrayField(object: JavaObject, name: string): JavaValue[] {
  const value = object.get(name) ?? null;
  if (value === null) return [];
  if (value instanceof JavaArray && Array.isArray(value.elements)) return value.elements;
  throw ioError(`${object.className}.${name} is not an Object[]`);
}
