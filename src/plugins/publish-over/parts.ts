/**
 * What comes with a publisher: itself, its transfers, its retries. Each class is declared by the
 * plugin that it is of, so that one that is not known, or has a field that is not, is refused before anything has happened.
 */
import type { JavaObject } from '../../serial/model.js';
import type { Declared } from '../../callables/kinds.js';
import { assertKnownFields } from '../../callables/known-fields.js';
import { lookup } from '../../callables/lookup.js';
import { unknownClass } from '../../callables/unknown-class.js';

/** A class that is only read. */
export interface PublishPartClass {
  readonly isRead: true;
}

declare module '../../callables/kinds.js' {
  interface Kinds {
    publishPart: PublishPartClass;
  }
}

export function publishPart(name: string): Declared<'publishPart'> {
  return { kind: 'publishPart', name, isRead: true };
}

/**
 * Checks the class of a part and its fields.
 * @param what it is, with its article
 * @throws JavaError java.io.IOException that names what is not known
 */
export function knownPart(value: JavaObject, what: string): JavaObject {
  if (!lookup('publishPart', value.className)) throw unknownClass(what, value);
  assertKnownFields(value);
  return value;
}
