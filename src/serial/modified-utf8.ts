/**
 * Modified UTF-8 as java.io.DataInput describes it: U+0000 is c0 80, and characters beyond U+FFFF are two surrogates of
 * three bytes each. Strings are UTF-16, lone surrogates included, so both directions are exact.
 */
import { UNITS_A_CALL } from './code-units.js';
import { StreamCorruptedError } from './errors.js';

/** Decodes bytes[start, end). Throws StreamCorruptedError where Java throws UTFDataFormatException. */
export function decodeModifiedUtf8(bytes: Buffer, start: number, end: number): string {
  if (end - start > MAX_LOOP) {
    return isAscii(bytes, start, end) ? bytes.toString('latin1', start, end) : decodeUnits(bytes, start, end);
  }
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte >= 0x80) return decodeUnits(bytes, start, end);
    text += ASCII[byte] as string;
  }
  return text;
}

/** How many bytes a string takes in modified UTF-8. */
export function modifiedUtf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7ff) length += 2;
    else if (unit > 0x7f || unit === 0) length++;
  }
  return length;
}

/** Writes a string whose modified UTF-8 length is known; returns the offset behind it. */
export function encodeModifiedUtf8(text: string, length: number, into: Buffer, offset: number): number {
  if (length === text.length && length > MAX_LOOP) return offset + into.write(text, offset, length, 'latin1');
  let at = offset;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== 0 && unit < 0x80) {
      into[at++] = unit;
    } else if (unit < 0x800) {
      into[at++] = 0xc0 | (unit >> 6);
      into[at++] = 0x80 | (unit & 0x3f);
    } else {
      into[at++] = 0xe0 | (unit >> 12);
      into[at++] = 0x80 | ((unit >> 6) & 0x3f);
      into[at++] = 0x80 | (unit & 0x3f);
    }
  }
  return at;
}

// Below this many bytes a loop is faster than a call into Node's native slice and write.
const MAX_LOOP = 12;

const ASCII = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code));

function isAscii(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if ((bytes[i] as number) >= 0x80) return false;
  return true;
}

function decodeUnits(bytes: Buffer, start: number, end: number): string {
  const units = new Uint16Array(Math.min(UNITS_A_CALL, end - start));
  let text = '';
  let count = 0;
  let at = start;
  while (at < end) {
    if (count === units.length) {
      text += String.fromCharCode.apply(null, units as unknown as number[]);
      count = 0;
    }
    const first = bytes[at] as number;
    if (first < 0x80) {
      units[count++] = first;
      at += 1;
    } else if (first >> 5 === 0b110) {
      units[count++] = ((first & 0x1f) << 6) | continuation(bytes, at + 1, end);
      at += 2;
    } else if (first >> 4 === 0b1110) {
      units[count++] =
        ((first & 0x0f) << 12) | (continuation(bytes, at + 1, end) << 6) | continuation(bytes, at + 2, end);
      at += 3;
    } else {
      throw new StreamCorruptedError('malformed modified UTF-8', at);
    }
  }
  return text + String.fromCharCode.apply(null, units.subarray(0, count) as unknown as number[]);
}

function continuation(bytes: Buffer, at: number, end: number): number {
  const byte = bytes[at];
  if (at >= end || byte === undefined || byte >> 6 !== 0b10) {
    throw new StreamCorruptedError('malformed modified UTF-8', at);
  }
  return byte & 0x3f;
}
