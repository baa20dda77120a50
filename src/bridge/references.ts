/** The objects of its sender's that a command brings, each with a reference that its receiver gives back one day. */
import { decodePayload } from '../remoting/payload.js';
import { findRemoteRefs, readStreamRef } from '../remoting/remote-refs.js';
import type { RemoteRefs, StreamRef } from '../remoting/remote-refs.js';
import { readProxy } from '../remoting/wire/proxy-class.js';
import { JavaArray, JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';

export type ReferenceKind = StreamRef['kind'] | 'object' | 'classLoader';

export interface Reference {
  readonly oid: number;
  readonly kind: ReferenceKind;
}

/**
 * What a command holds, in its own stream and in the one nested in it, one by one: an object that is referred to twice comes
 * twice. A nested stream that cannot be read brings nothing.
 */
export function referencesIn(command: JavaObject): Reference[] {
  const outer = references(findRemoteRefs(command));
  const nested = nestedPayload(command);
  if (!nested) return outer;
  try {
    return [...outer, ...references(findRemoteRefs(decodePayload(nested)))];
  } catch (error) {
    // Whoever it is for says so; all that is lost is the chance to give its references back should the child die.
    if (error instanceof Error) return outer;
    throw error;
  }
}

function references({ loaders, streams, proxies }: RemoteRefs): Reference[] {
  const found: Reference[] = loaders.map((oid) => ({ oid, kind: 'classLoader' }));
  for (const stream of streams) {
    const ref = readStreamRef(stream);
    if (ref) found.push(ref);
  }
  for (const proxy of proxies) {
    const info = readProxy(proxy);
    if (!info || info.goingHome || info.autoUnexportByCaller) continue;
    found.push({ oid: info.oid, kind: info.interfaces.includes(CLASS_LOADER) ? 'classLoader' : 'object' });
  }
  return found;
}

const CLASS_LOADER = 'hudson.remoting.RemoteClassLoader$IClassLoader';

/** UserRequest.request, or the response in Response.returnValue. */
function nestedPayload(command: JavaObject): Buffer | undefined {
  const answer = command.get('returnValue');
  const holder = answer instanceof JavaObject ? answer : command;
  return bytesOf(holder.get('request')) ?? bytesOf(holder.get('response')) ?? bytesOf(holder.get('rawResponse'));
}

function bytesOf(value: JavaValue | undefined): Buffer | undefined {
  return value instanceof JavaArray && Buffer.isBuffer(value.elements) ? value.elements : undefined;
}
