/** Task listeners as they come over the wire, found by class name; a class that nobody declares is refused by its name. */
import { JavaError } from '../../java/java-error.js';
import type { Call } from '../../remoting/call.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import type { Declared } from '../../callables/kinds.js';
import { assertKnownFields } from '../../callables/known-fields.js';
import { lookup } from '../../callables/lookup.js';
import type { CallFieldReader } from '../../callables/shape.js';
import { unknownClass } from '../../callables/unknown-class.js';
import type { Listener } from './listener.js';

/** A hudson.model.TaskListener implemented natively. */
export interface ListenerClass {
  /** Makes a listener of an object, without any effect. One that wraps another gets it with `taskListener(value.get(...), call)`. */
  decode(value: JavaObject, call: Call): Listener;
}

declare module '../../callables/kinds.js' {
  interface Kinds {
    listener: ListenerClass;
  }
}

/** Declares a listener of a Java class. */
export function listenerClass(name: string, decode: ListenerClass['decode']): Declared<'listener'> {
  return { kind: 'listener', name, decode };
}

/**
 * The listener behind an argument of a callable.
 * Throws java.lang.NullPointerException for null, and java.io.IOException for a class that is not known.
 */
export function taskListener(value: JavaValue | undefined, call: Call): Listener {
  if (value === null || value === undefined) throw new JavaError('java.lang.NullPointerException', null);
  const found = value instanceof JavaObject ? lookup('listener', value.className) : undefined;
  if (found && value instanceof JavaObject) {
    assertKnownFields(value);
    return found.decode(value, call);
  }
  throw unknownClass('the task listener', value);
}

/** The listener behind an argument that may be null. */
export function nullableTaskListener(value: JavaValue | undefined, call: Call): Listener | null {
  return value === null || value === undefined ? null : taskListener(value, call);
}

/** A field that holds a listener. */
export const listenerField: CallFieldReader<Listener> = (value, _where, context) => taskListener(value, context);

/** The listener of such a field where one must be there. Throws java.lang.NullPointerException for null. */
export function present(listener: Listener | null): Listener {
  if (listener === null) throw new JavaError('java.lang.NullPointerException', null);
  return listener;
}

/** A field that holds a listener or null. */
export const nullableListenerField: CallFieldReader<Listener | null> = (value, _where, context) =>
  nullableTaskListener(value, context);
