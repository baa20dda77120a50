/**
 * Typed views of a callable's fields. A shape names fields and how to read each; a field that the stream does not carry
 * reads as Java's default (0, false, null), because older and newer controllers send fewer or more fields.
 */
import { JavaArray, JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import { JavaError } from '../java/java-error.js';
import type { CallableContext } from './callable-types.js';

/** Reads one field; `where` names it for errors. */
export type FieldReader<T> = (value: JavaValue | undefined, where: string) => T;

/** Reads one field that means something only within a request: a listener, a stream. */
export type CallFieldReader<T> = (value: JavaValue | undefined, where: string, context: CallableContext) => T;

export type Shape = Readonly<Record<string, CallFieldReader<unknown>>>;
export type Shaped<S extends Shape> = {
  readonly [Name in keyof S]: S[Name] extends CallFieldReader<infer T> ? T : never;
};

/**
 * Reads the fields of an object by a shape.
 * @param context of the request that the object came with; may be left out for shapes that have no use for it
 * @throws JavaError java.io.InvalidObjectException on a field of another type, java.io.IOException on a class that is not known
 */
export function readShape<S extends Readonly<Record<string, FieldReader<unknown>>>>(
  object: JavaObject,
  shape: S | undefined,
): Shaped<S>;
export function readShape<S extends Shape>(
  object: JavaObject,
  shape: S | undefined,
  context: CallableContext,
): Shaped<S>;
export function readShape(object: JavaObject, shape: Shape = {}, context?: CallableContext): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(shape))
    // The overloads see to it that readers that take a context get one.
    result[name] = read(object.get(name), `${object.className}.${name}`, context as CallableContext);
  return result;
}

export const bool: FieldReader<boolean> = (value, where) => {
  if (value === undefined) return false;
  return typeof value === 'boolean' ? value : mismatch(where, 'a boolean');
};

/** byte, short, int, char, float, double */
export const int: FieldReader<number> = (value, where) => {
  if (value === undefined) return 0;
  return typeof value === 'number' ? value : mismatch(where, 'an int');
};

export const long: FieldReader<bigint> = (value, where) => {
  if (value === undefined) return 0n;
  return typeof value === 'bigint' ? value : mismatch(where, 'a long');
};

/** A String that is not null. */
export const str: FieldReader<string> = (value, where) =>
  typeof value === 'string' ? value : mismatch(where, 'a String');

/** A String or null. */
export const nullableStr: FieldReader<string | null> = (value, where) =>
  value === undefined || value === null ? null : str(value, where);

/** Any value, uninterpreted. */
export const any: FieldReader<JavaValue> = (value) => value ?? null;

/** An object that is not null. */
export const obj: FieldReader<JavaObject> = (value, where) =>
  value instanceof JavaObject ? value : mismatch(where, 'an object');

/** An object or null. */
export const nullableObj: FieldReader<JavaObject | null> = (value, where) =>
  value === undefined || value === null ? null : obj(value, where);

/** A String[] or null, null elements refused. */
export const nullableStrings: FieldReader<string[] | null> = (value, where) => {
  if (value === undefined || value === null) return null;
  if (!(value instanceof JavaArray) || !Array.isArray(value.elements)) return mismatch(where, 'a String[]');
  return value.elements.map((element) => str(element, where));
};

function mismatch(where: string, expected: string): never {
  throw new JavaError('java.io.InvalidObjectException', `${where} is not ${expected}`);
}
