/** Finds everything in a received payload that the peer exported for it: whatever is found must be given back one day. */
import { JavaArray, JavaObject } from '../serial/model.js';
import type { ClassDesc, CustomItem, JavaValue } from '../serial/model.js';
import { exportedLoader } from './payload.js';

/** A stream in a payload; see wire/stream-classes.ts for the layouts. */
export type StreamRef =
  | { readonly kind: 'output'; readonly oid: number }
  | { readonly kind: 'writer'; readonly oid: number }
  | { readonly kind: 'lazyInput'; readonly oid: number }
  /** We read: oid is the peer's writer, which waits to be connected. */
  | { readonly kind: 'pipeReader'; readonly oid: number }
  /** We write to oid. */
  | { readonly kind: 'pipeWriter'; readonly oid: number };

export interface RemoteRefs {
  readonly streams: readonly JavaObject[];
  readonly proxies: readonly JavaObject[];
  /** Class loaders exported with -2 records, one reference each. */
  readonly loaders: readonly number[];
  /** The classes of all objects, their superclasses, and those that class objects stand for; a name may stand more than once. */
  readonly classNames: readonly string[];
}

/** Walks a decoded payload, each object once; cyclic graphs are fine. */
export function findRemoteRefs(root: JavaValue): RemoteRefs {
  const streams: JavaObject[] = [];
  const proxies: JavaObject[] = [];
  const loaders: number[] = [];
  const classNames: string[] = [];
  const seen = new Set<object>();
  const todo: (JavaValue | CustomItem)[] = [root];
  const visitDescs = (desc: ClassDesc) => {
    for (let at: ClassDesc | null = desc; at && !seen.has(at); at = at.superDesc) {
      seen.add(at);
      classNames.push(at.name);
      const loader = exportedLoader(at);
      if (loader !== undefined) loaders.push(loader);
    }
  };
  while (todo.length > 0) {
    const value = todo.pop();
    if (value === null || typeof value !== 'object' || Buffer.isBuffer(value) || seen.has(value)) continue;
    seen.add(value);
    visitDescs(value.desc);
    if (value instanceof JavaArray) {
      if (Array.isArray(value.elements)) for (const element of value.elements) todo.push(element);
    } else if (value instanceof JavaObject) {
      if (value.desc.interfaces) proxies.push(value);
      else if (STREAM_CLASSES.has(value.className)) {
        streams.push(value);
        markNested(value, seen);
      } else {
        // Pushed one by one: a collection's elements may be more than a call takes arguments.
        for (const { values, custom = [] } of value.parts) {
          for (const name in values) todo.push(values[name] ?? null);
          for (const item of custom) todo.push(item);
        }
      }
    }
  }
  return { streams, proxies, loaders, classNames };
}

/** Reads the stream that an object stands for; undefined when it stands for none. Throws RangeError on truncated data. */
export function readStreamRef(value: JavaValue | undefined): StreamRef | undefined {
  if (!(value instanceof JavaObject)) return undefined;
  const [data, nested] = value.custom();
  switch (value.className) {
    case 'hudson.remoting.RemoteOutputStream':
      return { kind: 'output', oid: bytes(data).readInt32BE(0) };
    case 'hudson.remoting.RemoteWriter':
      return { kind: 'writer', oid: bytes(data).readInt32BE(0) };
    case 'hudson.remoting.RemoteInputStream':
      if (bytes(data).readUInt8(0) === 0) return { kind: 'lazyInput', oid: bytes(data).readInt32BE(1) };
      return Buffer.isBuffer(nested) ? undefined : readStreamRef(nested);
    case 'hudson.remoting.Pipe':
      return { kind: bytes(data).readUInt8(0) === 0 ? 'pipeReader' : 'pipeWriter', oid: bytes(data).readInt32BE(1) };
    default:
      return undefined;
  }
}

const STREAM_CLASSES: ReadonlySet<string> = new Set([
  'hudson.remoting.RemoteOutputStream',
  'hudson.remoting.RemoteWriter',
  'hudson.remoting.RemoteInputStream',
  'hudson.remoting.Pipe',
]);

/** The Pipe inside a greedy RemoteInputStream is the same stream, not a second one. */
function markNested(stream: JavaObject, seen: Set<object>): void {
  for (const item of stream.custom()) if (item instanceof JavaObject) seen.add(item);
}

function bytes(item: CustomItem | undefined): Buffer {
  if (!Buffer.isBuffer(item)) throw new RangeError('no data where a stream id is expected');
  return item;
}
