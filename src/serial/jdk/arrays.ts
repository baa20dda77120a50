/** Arrays. The serialVersionUID of an array class is computed from its name, so each element class needs its own. */
import { ClassFlags, JavaArray } from '../model.js';
import type { ClassDesc, JavaValue } from '../model.js';

/** The descriptor of an array class, e.g. `[Ljava.net.URI;`, for `objectArray`. */
export function arrayDesc(name: string, suid: bigint): ClassDesc {
  return {
    name,
    suid: BigInt.asIntN(64, suid),
    flags: ClassFlags.SERIALIZABLE,
    fields: [],
    superDesc: null,
    annotation: [],
  };
}

const BOOLEANS = arrayDesc('[Z', 0x578f203914b85de2n);
const BYTES = arrayDesc('[B', 0xacf317f8060854e0n);
const CHARS = arrayDesc('[C', 0xb02666b0e25d84acn);
const SHORTS = arrayDesc('[S', 0xef832e06e55db0fan);
const INTS = arrayDesc('[I', 0x4dba602676eab2a5n);
const LONGS = arrayDesc('[J', 0x782004b512b17593n);
const FLOATS = arrayDesc('[F', 0x0b9c818922e00c42n);
const DOUBLES = arrayDesc('[D', 0x3ea68c14ab635a1en);
const BYTE_ARRAYS = arrayDesc('[[B', 0x4bfd19156767db37n);
const OBJECTS = arrayDesc('[Ljava.lang.Object;', 0x90ce589f1073296cn);
const STRINGS = arrayDesc('[Ljava.lang.String;', 0xadd256e7e91d7b47n);
const STRING_ARRAYS = arrayDesc('[[Ljava.lang.String;', 0x324d09ad8432e457n);

/** byte[]; the buffer is not copied until it is written. */
export const byteArray = (bytes: Buffer): JavaArray => new JavaArray(BYTES, bytes);
/** char[] of UTF-16 code units. */
export const charArray = (units: Iterable<number> | Uint16Array): JavaArray =>
  new JavaArray(CHARS, units instanceof Uint16Array ? units : Uint16Array.from(units));
export const booleanArray = (values: readonly boolean[]): JavaArray => new JavaArray(BOOLEANS, [...values]);
export const shortArray = (values: Iterable<number>): JavaArray => new JavaArray(SHORTS, Int16Array.from(values));
export const intArray = (values: Iterable<number>): JavaArray => new JavaArray(INTS, Int32Array.from(values));
export const longArray = (values: Iterable<bigint>): JavaArray => new JavaArray(LONGS, BigInt64Array.from(values));
export const floatArray = (values: Iterable<number>): JavaArray => new JavaArray(FLOATS, Float32Array.from(values));
export const doubleArray = (values: Iterable<number>): JavaArray => new JavaArray(DOUBLES, Float64Array.from(values));
/** byte[][] */
export const byteArrays = (values: readonly Buffer[]): JavaArray => new JavaArray(BYTE_ARRAYS, values.map(byteArray));
/** String[] */
export const stringArray = (values: readonly (string | null)[]): JavaArray => new JavaArray(STRINGS, [...values]);
/** String[][] */
export const stringArrays = (values: readonly (readonly (string | null)[])[]): JavaArray =>
  new JavaArray(STRING_ARRAYS, values.map(stringArray));
/** Object[], or an array of another class whose descriptor is given. */
export const objectArray = (values: readonly JavaValue[], desc: ClassDesc = OBJECTS): JavaArray =>
  new JavaArray(desc, [...values]);
