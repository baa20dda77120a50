/** Reading what methods and builders are called with. Each throws java.io.InvalidObjectException on a value of another type. */
import { JavaError } from '../../java/java-error.js';
import { listValues, stringValues, unbox } from '../../serial/jdk.js';
import { JavaEnum, JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { sha1Of } from './values/object-id.js';

export type Argument = JavaValue | undefined;

export function text(value: Argument): string {
  return typeof value === 'string' ? value : mismatch('a String', value);
}

export function optionalText(value: Argument): string | null {
  return value === null || value === undefined ? null : text(value);
}

/** A boolean or Boolean. */
export function flag(value: Argument): boolean {
  const inner = typeof value === 'boolean' ? value : unbox(value);
  return typeof inner === 'boolean' ? inner : mismatch('a boolean', value);
}

/** An int or Integer. */
export function whole(value: Argument): number {
  const inner = typeof value === 'number' ? value : unbox(value);
  return typeof inner === 'number' ? inner : mismatch('an int', value);
}

/** An Integer or null. */
export function optionalWhole(value: Argument): number | null {
  return value === null || value === undefined ? null : whole(value);
}

/** ObjectId.name(); java.lang.NullPointerException for null. */
export function sha1(value: Argument): string {
  const name = sha1Of(value);
  if (name === null) throw new JavaError('java.lang.NullPointerException', null);
  return name;
}

/** A list of Strings; empty for null. */
export function texts(value: Argument): string[] {
  if (value === null || value === undefined) return [];
  return value instanceof JavaObject && TRANSFORMED.test(value.className) ? sparsePaths(value) : stringValues(value);
}

const TRANSFORMED = /^com\.google\.common\.collect\.Lists\$Transforming/;

/**
 * The git plugin sends sparse checkout paths as a view of Guava's, Lists$TransformingRandomAccessList {List fromList, Function
 * function}, over its SparseCheckoutPath {String path}.
 */
function sparsePaths(view: JavaObject): string[] {
  const by = view.get('function');
  if (!(by instanceof JavaObject || by instanceof JavaEnum) || !by.className.includes('.SparseCheckoutPath$')) {
    return mismatch('a list of paths', view);
  }
  return listValues(view.get('fromList')).map((path) => text(object(path).get('path')));
}

/** The name of an enum constant, null for null. */
export function constant(value: Argument): string | null {
  if (value === null || value === undefined) return null;
  return value instanceof JavaEnum ? value.constant : mismatch('an enum constant', value);
}

export function object(value: Argument): JavaObject {
  return value instanceof JavaObject ? value : mismatch('an object', value);
}

/** Types as Class.getName() has them, packages left away: `String`, `RefSpec[]`, `Strategy`. */
export function signature(method: string, types: readonly string[]): string {
  return `${method}(${types.map(simpleName).join(',')})`;
}

function simpleName(type: string): string {
  const array = /^\[+L(.*);$/.exec(type);
  const name = (array?.[1] ?? type).replace(/^.*[.$]/, '');
  return array ? `${name}[]` : name;
}

function mismatch(expected: string, value: Argument): never {
  const is = typeof value === 'object' && value !== null ? value.className : typeof value;
  throw new JavaError('java.io.InvalidObjectException', `expected ${expected}, got ${is}`);
}
