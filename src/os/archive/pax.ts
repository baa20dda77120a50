/**
 * PAX headers: the content of an entry of type 'x', records of
 *
 *     "<length of the whole record, decimal> <keyword>=<value>\n"     UTF-8
 */
import { JavaError, ioError } from '../../java/java-error.js';
import type { TarHeader } from './tar-header.js';

/** TarInputStream.parsePaxHeaders. Throws JavaError (java.io.IOException) on a record that is cut short. */
export function parsePax(content: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let offset = 0; offset < content.length;) {
    const blank = content.indexOf(' ', offset);
    const equals = content.indexOf('=', blank + 1);
    if (blank < 0 || equals < 0) break;
    const length = Number(content.toString('latin1', offset, blank));
    const end = offset + length;
    if (!Number.isInteger(length) || end <= equals || end > content.length) {
      const expected = length - (equals + 1 - offset);
      throw ioError(`Failed to read Paxheader. Expected ${expected} bytes, read ${content.length - equals - 1}`);
    }
    records.set(content.toString('utf8', blank + 1, equals), content.toString('utf8', equals + 1, end - 1));
    offset = end;
  }
  return records;
}

/** TarInputStream.applyPaxHeadersToCurrentEntry, as far as it matters for unpacking. */
export function applyPax(header: TarHeader, records: ReadonlyMap<string, string>): TarHeader {
  const { name, size, modified, linkName } = header;
  return {
    ...header,
    name: records.get('path') ?? name,
    linkName: records.get('linkpath') ?? linkName,
    size: number(records.get('size'), size),
    modified: Math.trunc(number(records.get('mtime'), modified)),
  };
}

function number(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new JavaError('java.lang.NumberFormatException', `For input string: "${text}"`);
}
