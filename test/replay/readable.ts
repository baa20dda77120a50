/** Contents of streams as text that can be compared: archives as lists of what is in them. */
import { gunzipSync } from 'node:zlib';

/** Gzip is undone and tar archives become a line for each entry; everything else is read as it is, a char a byte. */
export function readable(bytes: Buffer): string {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return isTar(plain) ? tarEntries(plain) : plain.toString('latin1');
}

function isTar(bytes: Buffer): boolean {
  return bytes.length >= 512 && bytes.toString('latin1', 257, 262) === 'ustar';
}

/** Name, mode, type, link and content of each entry; owner and time differ from machine to machine and day to day. */
function tarEntries(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at + 512 <= bytes.length; ) {
    const text = (from: number, length: number) =>
      bytes.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '');
    const name = text(0, 100);
    if (name === '') break;
    const size = parseInt(text(124, 12), 8);
    const content = bytes.toString('latin1', at + 512, at + 512 + size);
    lines.push([name, text(100, 8), text(156, 1), text(157, 100), content].join(' '));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return lines.join('\n');
}
