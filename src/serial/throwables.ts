/**
 * Exceptions that we write. java.lang.Throwable on the wire: cause (itself for none), detailMessage, stackTrace,
 * suppressedExceptions, then custom data that is empty; the fields of subclasses follow.
 */
import { newFieldValues } from './field-values.js';
import { emptyList, arrayList } from './jdk/lists.js';
import { JavaObject } from './model.js';
import type { JavaValue } from './model.js';
import { causeRule } from './throwables/causes.js';
import { messageFields } from './throwables/messages.js';
import type { Details } from './throwables/messages.js';
import { throwableClass } from './throwables/registry.js';
import { stackTraceArray } from './throwables/stack-frame.js';
import type { StackFrame } from './throwables/stack-frame.js';

export { describeThrowable, stackTraceText } from './throwables/describe.js';
export type { ThrowableDescription } from './throwables/describe.js';
export { declareThrowable, isKnownThrowable, isThrowableA } from './throwables/registry.js';
export type { ThrowableDeclaration } from './throwables/declaration.js';
export { frameText } from './throwables/stack-frame.js';
export type { StackFrame } from './throwables/stack-frame.js';

export interface ThrowableValues {
  /** Binary class name, one that `isKnownThrowable` knows. */
  readonly javaClass: string;
  /** What getMessage() shall give. */
  readonly message: string | null;
  readonly cause?: JavaObject;
  readonly suppressed?: readonly JavaObject[];
  readonly stackTrace?: readonly StackFrame[];
  /**
   * Fields of the class (FileSystemException: file, other, and reason for its detailMessage). Where the message of a class
   * is made of fields and none is given here, they are taken from the message.
   */
  readonly details?: Details;
  /** The serialVersionUID that the peer has computed for the class; default: the declared one. */
  readonly suid?: bigint;
}

/** Makes an exception. Throws Error on a class that is not declared, TypeError on details that the class has no field for. */
export function throwable(values: ThrowableValues): JavaObject {
  const { javaClass, message, suppressed = [], stackTrace = [], details = {} } = values;
  const { declared, fields, hierarchy, suppressedField } = throwableClass(javaClass, values.suid);
  const cause = javaClass === 'java.io.UncheckedIOException' ? ioCause(values) : values.cause;
  const rule = causeRule(hierarchy);
  const given: Record<string, JavaValue> = {
    ...messageFields(hierarchy, message, details),
    ...(rule && { [rule.field]: cause ?? null }),
    ...(suppressedField !== undefined && { [suppressedField]: arrayList(suppressed) }),
    cause: rule && !rule.alsoInThrowable ? null : (cause ?? null),
    stackTrace: stackTraceArray(stackTrace),
    suppressedExceptions: suppressed.length > 0 ? arrayList(suppressed) : emptyList(),
  };
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name)) throw new TypeError(`${javaClass} has no field ${name}`);
  }
  const complete: Record<string, JavaValue> = {};
  for (const [name, type] of Object.entries(fields)) complete[name] = fieldValue(type, given[name]);
  const object = declared.create(complete);
  if (cause === undefined && (rule?.itselfForNone ?? true)) referToItself(object);
  return object;
}

/** UncheckedIOException.readObject refuses any cause that is not an IOException, and none. */
function ioCause({ message, cause }: ThrowableValues): JavaObject {
  if (cause?.isA('java.io.IOException')) return cause;
  return throwable({ javaClass: 'java.io.IOException', message, ...(cause && { cause }) });
}

function fieldValue(type: string, value: JavaValue | undefined): JavaValue {
  if (type === 'J') return BigInt(typeof value === 'number' || typeof value === 'bigint' ? value : 0);
  if (value !== undefined && value !== null) return value;
  if (type === 'Z') return false;
  return type.length === 1 ? 0 : null;
}

/** A cause that is the exception itself: none yet, initCause may set one. */
function referToItself(object: JavaObject): void {
  const [part] = object.parts;
  if (part) object.parts[0] = { ...part, values: Object.assign(newFieldValues(), part.values, { cause: object }) };
}
