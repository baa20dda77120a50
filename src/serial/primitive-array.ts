/** Elements of primitive arrays: contiguous and big-endian on the wire, typed arrays in host order here. */
import { SIGNATURE } from './protocol.js';
import type { ByteReader } from './byte-reader.js';
import type { ArrayElements } from './model.js';

/** Reads the elements of a primitive array; undefined when the signature is not that of a primitive. */
export function readPrimitiveArray(input: ByteReader, signature: number, length: number): ArrayElements | undefined {
  switch (signature) {
    case SIGNATURE.BYTE:
      return input.take(length);
    case SIGNATURE.BOOLEAN:
      return Array.from(input.take(length), (byte) => byte !== 0);
    case SIGNATURE.CHAR:
      return fromBigEndian(input.take(length * 2), new Uint16Array(length));
    case SIGNATURE.SHORT:
      return fromBigEndian(input.take(length * 2), new Int16Array(length));
    case SIGNATURE.INT:
      return fromBigEndian(input.take(length * 4), new Int32Array(length));
    case SIGNATURE.FLOAT:
      return fromBigEndian(input.take(length * 4), new Float32Array(length));
    case SIGNATURE.LONG:
      return fromBigEndian(input.take(length * 8), new BigInt64Array(length));
    case SIGNATURE.DOUBLE:
      return fromBigEndian(input.take(length * 8), new Float64Array(length));
    default:
      return undefined;
  }
}

/** Copies a typed array into `into` at `offset`, big-endian; returns the offset behind it. */
export function writeTypedArray(array: NumericArray, into: Buffer, offset: number): number {
  const end = offset + array.byteLength;
  into.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
  swap(into.subarray(offset, end), array.BYTES_PER_ELEMENT);
  return end;
}

export type NumericArray = Uint16Array | Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array;

function fromBigEndian<T extends NumericArray>(source: Buffer, target: T): T {
  const bytes = Buffer.from(target.buffer);
  bytes.set(source);
  swap(bytes, target.BYTES_PER_ELEMENT);
  return target;
}

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function swap(bytes: Buffer, width: number): void {
  if (!LITTLE_ENDIAN) return;
  if (width === 2) bytes.swap16();
  else if (width === 4) bytes.swap32();
  else bytes.swap64();
}
