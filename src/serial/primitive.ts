import type { ByteWriter } from './byte-writer.js';
import type { JavaValue } from './model.js';

/** Writes a primitive of a field signature; false when the value is not one of that type, with nothing written. */
export function writePrimitive(out: ByteWriter, type: string, value: JavaValue | undefined): boolean {
  if (type === 'Z') {
    if (typeof value !== 'boolean') return false;
    out.u8(value ? 1 : 0);
    return true;
  }
  if (type === 'J') {
    if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) return false;
    out.i64(value);
    return true;
  }
  return typeof value === 'number' && writeNumber(out, type, value);
}

/** A value in an error message. */
export function describeValue(value: JavaValue | undefined): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'object') return `an instance of ${value.className}`;
  return `the ${typeof value} ${String(value).slice(0, 40)}`;
}

function writeNumber(out: ByteWriter, type: string, value: number): boolean {
  switch (type) {
    case 'I':
      if ((value | 0) !== value) return false;
      out.i32(value);
      return true;
    case 'B':
      if ((value << 24) >> 24 !== value) return false;
      out.u8(value);
      return true;
    case 'S':
      if ((value << 16) >> 16 !== value) return false;
      out.u16(value);
      return true;
    case 'C':
      if ((value & 0xffff) !== value) return false;
      out.u16(value);
      return true;
    case 'F':
      out.f32(value);
      return true;
    case 'D':
      out.f64(value);
      return true;
    default:
      return false;
  }
}
