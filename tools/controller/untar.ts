/**
 * Reads a gzipped tar as agents send artifacts. Entries in POSIX ustar form, names beyond 100 bytes in GNU or PAX form:
 *
 *     0 name[100]  100 mode[8]  108 uid[8]  116 gid[8]  124 size[12] octal  136 mtime[12]  148 checksum[8]  156 type
 *     157 link name[100]  257 "ustar"  345 prefix[155]; then the content, filled up to 512 bytes
 */
import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

/** The regular files of an archive that is wholly in memory: path -> content. Throws on another kind of entry. */
export function untarGzip(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let longName: string | undefined;
  for (const { name, type, content } of entries(gunzipSync(bytes))) {
    if (type === 'L') longName = text(content);
    else if (type === 'x') longName = paxPath(content) ?? longName;
    else if (type === '0' || type === '\0') {
      files.set(longName ?? name, content);
      longName = undefined;
    } else if (type !== '5') throw new Error(`entry of type ${JSON.stringify(type)} in the archive: ${name}`);
  }
  return files;
}

function* entries(tar: Buffer): Generator<{ name: string; type: string; content: Buffer }> {
  for (let at = 0; at + BLOCK <= tar.length;) {
    const header = tar.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const size = parseInt(text(header.subarray(124, 136)), 8);
    const prefix = header.toString('latin1', 257, 262) === 'ustar' ? text(header.subarray(345, 500)) : '';
    const name = (prefix === '' ? '' : `${prefix}/`) + text(header.subarray(0, 100));
    at += BLOCK;
    yield { name, type: header.toString('latin1', 156, 157), content: tar.subarray(at, at + size) };
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error('the archive has no end');
}

/** The `path` record of a PAX header: `LENGTH path=VALUE\n`. */
function paxPath(content: Buffer): string | undefined {
  return /^\d+ path=(.*)$/m.exec(content.toString('utf8'))?.[1];
}

function text(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}
