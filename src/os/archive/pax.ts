/**
 * PAX headers: the content of an entry of type 'x' (of the entry behind it) or 'g' (of all behind it), records of
 *
 *     "<length of the whole record, decimal> <keyword>=<value>\n"     UTF-8
 */
import { JavaError, ioError } from '../../java/java-error.js';
import type { TarHeader } from './tar-header.js';

/** A record. Keywords may come again: the pieces of a sparse file do. */
export type PaxRecord = readonly [keyword: string, value: string];

/** What a PAX header may say of an entry; anything else is not kept, however much of it there is. */
const KEPT = /^(?:path|linkpath|size|mtime|GNU\.sparse\.\w+)$/;

/** TarInputStream.parsePaxHeaders, without what nobody asks for. Throws JavaError (java.io.IOException) on a record that is cut short. */
export function parsePax(content: Buffer): PaxRecord[] {
  const records: PaxRecord[] = [];
  for (let offset = 0; offset < content.length;) {
    const blank = content.indexOf(' ', offset);
    const equals = content.indexOf('=', blank + 1);
    if (blank < 0 || equals < 0) break;
    const length = Number(content.toString('latin1', offset, Math.min(blank, offset + MAX_DIGITS)));
    const end = offset + length;
    if (!Number.isInteger(length) || end <= equals || end > content.length) {
      const expected = length - (equals + 1 - offset);
      throw ioError(`Failed to read Paxheader. Expected ${expected} bytes, read ${content.length - equals - 1}`);
    }
    const keyword = content.toString('utf8', blank + 1, Math.min(equals, blank + 1 + MAX_KEYWORD));
    if (KEPT.test(keyword)) records.push([keyword, content.toString('utf8', equals + 1, end - 1)]);
    offset = end;
  }
  return records;
}

/** Longer than that is no length of a record in memory, and no keyword that means anything. */
const MAX_DIGITS = 16;
const MAX_KEYWORD = 64;

/**
 * TarInputStream.applyPaxHeadersToCurrentEntry, as far as it matters for unpacking.
 * @throws JavaError java.lang.NumberFormatException
 */
export function paxChanges(records: readonly PaxRecord[]): Partial<TarHeader> {
  const found = new Map(records);
  const [name, linkName] = [found.get('path'), found.get('linkpath')];
  const [size, modified] = [number(found.get('size')), number(found.get('mtime'))];
  return {
    ...(name !== undefined && { name }),
    ...(linkName !== undefined && { linkName }),
    ...(size !== undefined && { size }),
    ...(modified !== undefined && { modified: Math.trunc(modified) }),
  };
}

function number(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new JavaError('java.lang.NumberFormatException', `For input string: "${text}"`);
}
