/** Console notes that a controller has made and signed, and that an agent puts before the lines which they are about. */
import { JavaArray, JavaObject } from '../../serial/model.js';
import { JavaError } from '../../java/java-error.js';
import { lineCharset } from './charset-lines.js';
import { eachLine } from './line-ends.js';
import type { LineCharset } from './charset-lines.js';
import { LineTransform } from './log-transform.js';

/**
 * Puts notes before lines.
 * @param charsetName what the lines are read in; they leave as they came
 * @param notesBefore what goes before a line, which comes without its end, in the order of the text
 */
export function noteLines(charsetName: string, notesBefore: (line: string) => readonly Buffer[]): LineTransform {
  let lines: LineCharset | undefined;
  const ready = lineCharset(charsetName).then((charset) => {
    lines = charset;
  });
  const known = (): LineCharset => {
    // Listeners push nothing before `ready`.
    if (!lines) throw new Error('text came before its charset was loaded');
    return lines;
  };
  const noted = (bytes: Buffer): Buffer => {
    const { charset, ends } = known();
    const parts: Buffer[] = [];
    for (const line of eachLine(bytes, ends)) {
      parts.push(...notesBefore(charset.decode(line).replace(/(?<![\r\n])[\r\n]+$/, '')), line);
    }
    return Buffer.concat(parts);
  };
  return new LineTransform(noted, { ready, ends: () => known().ends });
}

/**
 * A field byte[][] of a filter: its notes, encoded.
 * @param count how many of them the filter has a use for
 * @throws JavaError java.io.InvalidObjectException when there are fewer; null, in filters of very old builds, reads as no notes
 */
export function encodedNotes(filter: JavaObject, field: string, count: number): readonly Buffer[] | null {
  const value = filter.get(field) ?? null;
  if (value === null) return null;
  const notes = value instanceof JavaArray && Array.isArray(value.elements) ? value.elements : [];
  const encoded = notes.flatMap((note) =>
    note instanceof JavaArray && Buffer.isBuffer(note.elements) ? [note.elements] : [],
  );
  if (encoded.length >= count) return encoded;
  throw new JavaError('java.io.InvalidObjectException', `${filter.className}.${field} does not hold ${count} notes`);
}
