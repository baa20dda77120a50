/** The lines of a file of an audit, one after the other: it may be large. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { readFrom } from '../../../os/files/read-file.js';

/** @throws JavaError when it cannot be read */
export function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: Readable.from(readFrom(file)) });
}
