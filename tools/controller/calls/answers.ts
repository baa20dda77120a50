/** Checks that an answer has the Java type that the controller's code would cast it to. All throw TypeError on another one. */
import { JavaObject } from '../../../src/serial/model.js';
import type { JavaValue } from '../../../src/serial/model.js';

export function stringAnswer(value: JavaValue): string {
  return typeof value === 'string' ? value : mismatch('java.lang.String', value);
}

export function booleanAnswer(value: JavaValue): boolean {
  const unboxed =
    value instanceof JavaObject && value.className === 'java.lang.Boolean' ? value.get('value') : undefined;
  return typeof unboxed === 'boolean' ? unboxed : mismatch('java.lang.Boolean', value);
}

export function intAnswer(value: JavaValue): number {
  const unboxed =
    value instanceof JavaObject && value.className === 'java.lang.Integer' ? value.get('value') : undefined;
  return typeof unboxed === 'number' ? unboxed : mismatch('java.lang.Integer', value);
}

export function longAnswer(value: JavaValue): bigint {
  const unboxed = value instanceof JavaObject && value.className === 'java.lang.Long' ? value.get('value') : undefined;
  return typeof unboxed === 'bigint' ? unboxed : mismatch('java.lang.Long', value);
}

export function nullAnswer(value: JavaValue): void {
  if (value !== null) mismatch('null', value);
}

export function objectAnswer(className: string, value: JavaValue): JavaObject {
  return value instanceof JavaObject && value.isA(className) ? value : mismatch(className, value);
}

function mismatch(expected: string, value: JavaValue): never {
  const is = typeof value === 'object' && value !== null ? value.className : JSON.stringify(value);
  throw new TypeError(`the agent answered ${is} where ${expected} is due`);
}
