/**
 * What comes with a publisher: itself, its transfers, its retries, the configuration of the host. Each class is declared by the
 * plugin that it is of, so that one that is not known, or has a field that is not, is refused before anything has happened.
 */
import type { JavaObject } from '../../serial/model.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declared } from '../../callables/kinds.js';
import { assertKnownFields } from '../../callables/known-fields.js';
import { lookup } from '../../callables/lookup.js';
import { unknownClass } from '../../callables/unknown-class.js';
import type { BuildInfo } from './build-info.js';
import type { PublishClient } from './client.js';
import type { Publisher } from './publisher.js';

/** A configured host of a plugin: BPHostConfiguration. */
export interface PublishHostClass {
  /** Reads everything, without any effect; what it gives connects. */
  prepare(
    host: JavaObject,
    publisher: Publisher,
    context: CallableContext,
  ): (info: BuildInfo) => Promise<PublishClient>;
}

/** A class that is only read. */
export interface PublishPartClass {
  readonly isRead: true;
}

declare module '../../callables/kinds.js' {
  interface Kinds {
    publishHost: PublishHostClass;
    publishPart: PublishPartClass;
  }
}

export function publishPart(name: string): Declared<'publishPart'> {
  return { kind: 'publishPart', name, isRead: true };
}

export function publishHost(name: string, prepare: PublishHostClass['prepare']): Declared<'publishHost'> {
  return { kind: 'publishHost', name, prepare };
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

/** @throws JavaError java.io.IOException that names a class that is not known */
export function hostClass(value: JavaObject): Declared<'publishHost'> {
  const found = lookup('publishHost', value.className);
  if (!found) throw unknownClass('the host configuration', value);
  assertKnownFields(value);
  return found;
}
