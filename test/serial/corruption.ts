/** Streams that must not be read, in hexadecimal, and what reading them comes to. */
import { StreamCorruptedError } from '../../src/serial/errors.js';
import { readObject } from '../../src/serial/reader.js';
import { utf } from './fixture.js';

export const OBJECT_ARRAY = `72 ${utf('[Ljava.lang.Object;')} 90ce589f1073296c 02 0000 78 70`;
export const THE_OBJECT_ARRAY = '71 007e0000';
export const classDesc = (name: string, flags: string, fields = '0000') =>
  `72 ${utf(name)} 0000000000000001 ${flags} ${fields} 78 70`;

/** What reading comes to: the error, which must be ours, or undefined. */
export function corruption(
  bytes: Buffer,
  options?: Parameters<typeof readObject>[1],
): StreamCorruptedError | undefined {
  try {
    readObject(bytes, options);
    return undefined;
  } catch (error) {
    if (error instanceof StreamCorruptedError) return error;
    throw error;
  }
}
