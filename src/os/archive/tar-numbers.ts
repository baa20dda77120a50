/**
 * Numbers in tar headers (org.apache.tools.tar.TarUtils): octal digits that end in a blank or NUL, or, where those do not
 * suffice, star's form: the first byte 0x80 (0xff for a negative number) and the number in two's complement behind it.
 */
import { JavaError } from '../../java/java-error.js';

/** Writes into the whole field: zero-padded octal and a blank, or star's binary form. */
export function writeNumber(value: number, field: Buffer): void {
  // Fields of 8 bytes hold 7 digits, those of 12 hold 11.
  const digits = field.length - 1;
  if (value >= 0 && value < 8 ** digits) {
    field.write(`${value.toString(8).padStart(digits, '0')} `, 'latin1');
    return;
  }
  const bits = BigInt.asUintN(8 * field.length, BigInt(value)).toString(16);
  field.write(bits.padStart(2 * field.length, '0'), 'hex');
  field[0] = value < 0 ? 0xff : 0x80;
}

/** TarUtils.formatCheckSumOctalBytes: six digits, NUL, blank. */
export function writeChecksum(sum: number, field: Buffer): void {
  field.write(`${sum.toString(8).padStart(6, '0')}\0 `, 'latin1');
}

/** @throws JavaError java.lang.IllegalArgumentException on anything that is no number, or none of 64 bits */
export function readNumber(field: Buffer): number {
  const first = field[0] ?? 0;
  return (first & 0x80) === 0 ? readOctal(field) : readBinary(field, first === 0xff);
}

function readOctal(field: Buffer): number {
  if (field[0] === 0) return 0;
  let start = 0;
  let end = field.length;
  while (start < end && field[start] === BLANK) start++;
  while (start < end && (field[end - 1] === 0 || field[end - 1] === BLANK)) end--;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = field.readInt8(i);
    if (digit < ZERO || digit > SEVEN) {
      const text = field.toString().replaceAll('\0', '{NUL}');
      throw illegal(`Invalid byte ${digit} at offset ${i} in '${text}' len=${field.length}`);
    }
    value = value * 8 + digit - ZERO;
  }
  return value;
}

function readBinary(field: Buffer, negative: boolean): number {
  const bits = BigInt(`0x${field.toString('hex', 1)}`);
  const width = 8 * (field.length - 1);
  const value = negative ? BigInt.asIntN(width, bits) : bits;
  if (BigInt.asIntN(64, value) !== value || !Number.isSafeInteger(Number(value))) {
    throw illegal(`At offset 0, ${field.length} byte binary number exceeds maximum signed long value`);
  }
  return Number(value);
}

function illegal(message: string): JavaError {
  return new JavaError('java.lang.IllegalArgumentException', message);
}

const BLANK = 0x20;
const ZERO = 0x30;
const SEVEN = 0x37;
