/**
 * The nested streams inside requests and responses. When both ends announced multi-classloader RPC (capability bit 1, always
 * so here) each class descriptor carries one record that names its class loader (protocol of
 * hudson.remoting.MultiClassLoaderSerializer):
 *
 *     int -3            the boot loader: JDK classes
 *     int -2, int oid   a loader that the writer exports, first mention; counts one reference
 *     int -1, int oid   a loader that the reader had exported before
 *     int n >= 0        the n-th loader mentioned before with -2 or -1
 */
import { readObject } from '../serial/reader.js';
import { writeObject } from '../serial/writer.js';
import type { ClassDesc, JavaValue } from '../serial/model.js';

export const TAG_SYSTEM = -3;
export const TAG_EXPORTED = -2;
export const TAG_IMPORTED = -1;

/** Reads a payload. Throws StreamCorruptedError. */
export function decodePayload(bytes: Buffer): JavaValue {
  return readObject(bytes);
}

/**
 * Writes a payload for the peer.
 * @param loaderOid a loader of the peer's that knows the classes we name; null when none is known: then every class is said
 *   to be the boot loader's, and a Java peer falls back to the loader of remoting itself
 */
export function encodePayload(value: JavaValue, loaderOid: number | null): Buffer {
  const other = loaderOid === null ? SYSTEM : [record(TAG_IMPORTED, loaderOid)];
  return writeObject(value, { annotate: (desc) => (isJdkClass(desc) ? SYSTEM : other) });
}

/**
 * Writes a payload whose classes come from a loader of ours, as a controller does.
 * @param exportLoader exports the loader, counting one reference, and returns its oid; called once if at all
 */
export function encodePayloadWithLoader(value: JavaValue, exportLoader: () => number): Buffer {
  let mentioned = false;
  const annotate = (desc: ClassDesc): readonly Buffer[] => {
    if (isJdkClass(desc)) return SYSTEM;
    if (mentioned) return FIRST_MENTIONED;
    mentioned = true;
    return [record(TAG_EXPORTED, exportLoader())];
  };
  return writeObject(value, { annotate });
}

/** The loader that the writer of a payload exported with this descriptor, if its record says so. */
export function exportedLoader(desc: ClassDesc): number | undefined {
  const annotation = desc.annotation[0];
  if (!Buffer.isBuffer(annotation) || annotation.length < 8) return undefined;
  return annotation.readInt32BE(0) === TAG_EXPORTED ? annotation.readInt32BE(4) : undefined;
}

function isJdkClass(desc: ClassDesc): boolean {
  if (desc.interfaces) return false;
  const element = desc.name.replace(/^\[+/, '');
  if (element.length === 1) return true; // array of a primitive type
  return /^L?java\./.test(element);
}

function record(...ints: number[]): Buffer {
  const bytes = Buffer.allocUnsafe(4 * ints.length);
  ints.forEach((value, index) => bytes.writeInt32BE(value, 4 * index));
  return bytes;
}

const SYSTEM: readonly Buffer[] = [record(TAG_SYSTEM)];
const FIRST_MENTIONED: readonly Buffer[] = [record(0)];
