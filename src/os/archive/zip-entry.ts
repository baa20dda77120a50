/** What an entry of a zip archive has, beyond what yauzl tells of it. */
import { inflateRawSync } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { errorCode } from '../../java/file-errors.js';
import { SMALL } from '../files/small-file-reader.js';
import type { OpenZipFile } from './zip-file.js';

/** ZipEntry.getUnixMode: 0 when the archive records none. */
export function unixMode(entry: Entry): number {
  return entry.versionMadeBy >>> 8 === UNIX ? entry.externalFileAttributes >>> 16 : 0;
}

/** Of the mode those bits that a file can be given, or that keep it from being made; 0 when there are none. */
export function permissions(entry: Entry): number {
  return unixMode(entry) & 0o7777;
}

/** Milliseconds since 1970, of this machine's time. */
export function modifiedAt(entry: Entry): number {
  return entry.getLastModDate({ timezone: 'local' }).getTime();
}

/** Whether the entry can be unpacked in one piece, with permissions that can be set. */
export function isSmall(entry: Entry): boolean {
  const mode = permissions(entry);
  const isPlain = !entry.isEncrypted() && entry.canDecodeFileData();
  const canBeSet = unixMode(entry) === 0 || (mode > 0 && mode <= 0o777);
  return isPlain && canBeSet && entry.uncompressedSize <= SMALL && entry.compressedSize <= SMALL;
}

/** The content of a small entry; null when it is not what the directory says: reading it as a stream says what is wrong. */
export async function smallContent(zip: ZipFile, entry: Entry, read: OpenZipFile['read']): Promise<Buffer | null> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const bytes = await read(fileDataStart, entry.compressedSize);
  if (bytes.length < entry.compressedSize) return null;
  const content = entry.compressionMethod === STORED ? bytes : inflated(bytes, entry.uncompressedSize);
  return content?.length === entry.uncompressedSize ? content : null;
}

function inflated(bytes: Buffer, size: number): Buffer | null {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}

const UNIX = 3;
const STORED = 0;
