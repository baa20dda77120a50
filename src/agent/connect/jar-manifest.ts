/**
 * The version in the manifest of a jar of which only the beginning is known: a jar has its manifest first.
 *
 *     local file header (PKWARE APPNOTE 4.3.7), little-endian:
 *     0 u32 signature   6 u16 flags   8 u16 method   18 u32 compressed size   26 u16 name length   28 u16 extra length
 *     30 name, extra, data
 */
import { constants, inflateRawSync } from 'node:zlib';
import { parseManifest } from '../../java/manifest.js';

const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
/** The sizes stand behind the data, not in the header. */
const SIZES_FOLLOW = 0x0008;
const STORED = 0;
const DEFLATED = 8;
const MANIFEST = 'META-INF/MANIFEST.MF';
/** The main section of a manifest is short; the rest of a signed jar's is not. Also bounds what inflating may yield. */
const MANIFEST_BYTES = 8 * 1024;

/** The main attribute `Version`, undefined when the beginning does not tell. */
export function jarVersion(beginning: Buffer): string | undefined {
  const manifest = findManifest(beginning);
  return manifest === undefined ? undefined : parseManifest(manifest, false).get('Version')?.trim();
}

function findManifest(bytes: Buffer): string | undefined {
  let at = 0;
  while (at + LOCAL_HEADER_BYTES <= bytes.length && bytes.readUInt32LE(at) === LOCAL_HEADER) {
    const flags = bytes.readUInt16LE(at + 6);
    const method = bytes.readUInt16LE(at + 8);
    const size = bytes.readUInt32LE(at + 18);
    const nameEnd = at + LOCAL_HEADER_BYTES + bytes.readUInt16LE(at + 26);
    const data = nameEnd + bytes.readUInt16LE(at + 28);
    const sizeFollows = (flags & SIZES_FOLLOW) !== 0;
    if (bytes.toString('latin1', at + LOCAL_HEADER_BYTES, nameEnd) === MANIFEST) {
      const end = sizeFollows ? bytes.length : data + size;
      return unpack(bytes.subarray(data, Math.min(end, data + MANIFEST_BYTES)), method);
    }
    if (sizeFollows) return undefined;
    at = data + size;
  }
  return undefined;
}

function unpack(data: Buffer, method: number): string | undefined {
  if (method === STORED) return data.toString('utf8');
  if (method !== DEFLATED) return undefined;
  // The end may be missing: what there is of it is enough.
  return inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');
}
