/** UTF-8 that is refused rather than mended: what java.nio.file.Files.readString and newBufferedWriter do. */
import { isUtf8 } from 'node:buffer';
import { JavaError } from '../java-error.js';
import { hasLoneSurrogate } from '../path.js';

/** @throws JavaError java.nio.charset.MalformedInputException, a CharacterCodingException and thereby an IOException */
export function decodeStrictly(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  throw malformed(malformedLength(bytes));
}

/** @throws JavaError java.nio.charset.MalformedInputException for half of a surrogate pair */
export function encodeStrictly(text: string): Buffer {
  if (hasLoneSurrogate(text)) throw malformed(1);
  return Buffer.from(text);
}

function malformed(inputLength: number): JavaError {
  return new JavaError('java.nio.charset.MalformedInputException', `Input length = ${inputLength}`);
}

/** java.lang.String.decodeUTF8 counts a whole three- or four-byte sequence as malformed when all of its bytes are there. */
function malformedLength(bytes: Buffer): number {
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at] ?? 0);
    if (length === 0) return 1;
    const sequence = bytes.subarray(at, at + length);
    if (!isUtf8(sequence)) return length > 2 && sequence.length === length ? length : 1;
    at += length;
  }
  return 1;
}

function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >> 5 === 0b110) return 2;
  if (first >> 4 === 0b1110) return 3;
  return first >> 3 === 0b11110 ? 4 : 0;
}
