/** Contents of streams as text that can be compared: archives as lists of what is in them. */
import { gunzipSync, inflateRawSync } from 'node:zlib';

/**
 * Gzip is undone and archives become a line for each entry, sorted: they come in the order of the file system, here as there.
 * Everything else is read as it is, a char a byte.
 */
export function readable(bytes: Buffer): string {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  if (isTar(plain)) return tarEntries(plain).sort().join('\n');
  return isZip(plain) ? zipEntries(plain).sort().join('\n') : plain.toString('latin1');
}

function isTar(bytes: Buffer): boolean {
  return bytes.length >= 512 && bytes.toString('latin1', 257, 262) === 'ustar';
}

/** Name, mode, type, link and content of each entry; owner and time differ from machine to machine and day to day. */
function tarEntries(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at + 512 <= bytes.length;) {
    const text = (from: number, length: number) =>
      bytes.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '');
    const name = text(0, 100);
    if (name === '') break;
    const size = parseInt(text(124, 12), 8);
    const content = bytes.toString('latin1', at + 512, at + 512 + size);
    lines.push([name, text(100, 8), text(156, 1), text(157, 100), content].join(' '));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return lines;
}

const ZIP_END = 'PK\x05\x06';

function isZip(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === 'PK\x03\x04' && bytes.includes(ZIP_END, 0, 'latin1');
}

/** What the central directory says of each entry, times left away, and its content. */
function zipEntries(bytes: Buffer): string[] {
  const lines: string[] = [];
  const end = bytes.lastIndexOf(ZIP_END, undefined, 'latin1');
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [flags, method] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10)];
    const [compressed, size] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const attributes = bytes.readUInt32LE(at + 38).toString(8);
    const name = bytes.toString('latin1', at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(data, data + compressed);
    const content = method === 8 ? inflateRawSync(packed) : packed;
    lines.push([name, attributes, flags, method, size, content.toString('latin1')].join(' '));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return lines;
}
