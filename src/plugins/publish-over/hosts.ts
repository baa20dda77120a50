/** The configuration of a host that is published to, which the plugin of its way there declares. */
import type { CallableContext } from '../../callables/callable.js';
import type { Declared } from '../../callables/kinds.js';
import { assertKnownFields } from '../../callables/known-fields.js';
import { lookup } from '../../callables/lookup.js';
import { unknownClass } from '../../callables/unknown-class.js';
import type { JavaObject } from '../../serial/model.js';
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

declare module '../../callables/kinds.js' {
  interface Kinds {
    publishHost: PublishHostClass;
  }
}

export function publishHost(name: string, prepare: PublishHostClass['prepare']): Declared<'publishHost'> {
  return { kind: 'publishHost', name, prepare };
}

/** @throws JavaError java.io.IOException that names a class that is not known */
export function hostClass(value: JavaObject): Declared<'publishHost'> {
  const found = lookup('publishHost', value.className);
  if (!found) throw unknownClass('the host configuration', value);
  assertKnownFields(value);
  return found;
}
