/**
 * What plugins put around a log: hudson.console.ConsoleLogFilter, and TaskListenerDecorator of Pipelines, by class name. The
 * agent must apply them: many mask secrets. One that is not known fails the request, before a byte has been written.
 */
import type { Call } from '../../remoting/call.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import type { Declared } from '../../callables/kinds.js';
import { assertKnownFields } from '../../callables/known-fields.js';
import { lookup } from '../../callables/lookup.js';
import { unknownClass } from '../../callables/unknown-class.js';
import type { LogTransform } from './log-transform.js';

/** A filter or decorator of logs implemented natively. */
export interface LogFilterClass {
  /** Makes the transforms that an object stands for, without any effect; the one that gets the text first comes first. */
  transforms(value: JavaObject, call: Call): LogTransform[];
  /** Why it changes nothing on an agent, of those that do not. */
  readonly withoutEffect?: string;
}

declare module '../../callables/kinds.js' {
  interface Kinds {
    logFilter: LogFilterClass;
  }
}

/** Declares a filter of a Java class. */
export function logFilter(name: string, transforms: LogFilterClass['transforms']): Declared<'logFilter'> {
  return { kind: 'logFilter', name, transforms };
}

/** Declares a filter that changes nothing on an agent, with the reason why that is so. */
export function logFilterWithoutEffect(name: string, reason: string): Declared<'logFilter'> {
  return { kind: 'logFilter', name, transforms: () => [], withoutEffect: reason };
}

/**
 * What a decorator or filter does to a log.
 * @throws JavaError java.io.IOException that names a class that is not known, or a field of it that is not or is missing
 */
export function logTransforms(decorator: JavaValue | undefined, call: Call): LogTransform[] {
  const found = decorator instanceof JavaObject ? lookup('logFilter', decorator.className) : undefined;
  if (found && decorator instanceof JavaObject) {
    // What masks must not be read as if it had nothing to mask.
    if (found.withoutEffect === undefined) assertKnownFields(decorator, true);
    return found.transforms(decorator, call);
  }
  throw unknownClass('the log decorator', decorator, 'It may mask secrets, so nothing is printed without it.');
}
