import { crc32 } from 'node:zlib';
import type { Entry } from 'yauzl';
import { utf8 } from '../../java/charsets/charset.js';
import type { Charset } from '../../java/charsets/charset.js';

/**
 * The name of an entry as org.apache.tools.zip.ZipFile decodes it: UTF-8 when the entry says so, else from Info-ZIP's extra
 * field for UTF-8 names if that belongs to this name, else in the charset of this machine. yauzl's own way (code page 437)
 * is not ours.
 */
export function zipEntryName(entry: Entry, charset: Charset): string {
  const raw = entry.fileNameRaw;
  if ((entry.generalPurposeBitFlag & NAME_IS_UTF8) !== 0) return utf8.decode(raw);
  const name = unicodeName(entry) ?? charset.decode(raw);
  // Archives from DOS without any `/` may use the other separator.
  return entry.versionMadeBy >>> 8 === FAT && !name.includes('/') ? name.replaceAll('\\', '/') : name;
}

/** Info-ZIP Unicode Path: a version byte, the CRC of the plain name, the name. */
function unicodeName(entry: Entry): string | null {
  const data = entry.extraFields.find((field) => field.id === UNICODE_PATH)?.data;
  if (!data || data.length < 5 || data[0] !== 1) return null;
  return data.readUInt32LE(1) === crc32(entry.fileNameRaw) ? utf8.decode(data.subarray(5)) : null;
}

const NAME_IS_UTF8 = 0x800;
const UNICODE_PATH = 0x7075;
const FAT = 0;
