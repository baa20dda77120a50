import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { utf8 } from '../../../src/java/charsets/charset.js';
import { TYPE, encodeTarHeader } from '../../../src/os/archive/tar-header.js';

/** 2001-09-09, the time of every file in the fixtures. */
export const FIXTURE_TIME = 1_000_000_000;

export const LONG = `${'d'.repeat(90)}/${'e'.repeat(120)}`;

/** The tree that the archives in test/fixtures/archives hold, as directory `root`. */
export function fixtureTree(parent: string): string {
  const root = path.join(parent, 'root');
  const write = (name: string, content: string, mode = 0o644): void => {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 });
    writeFileSync(file, content);
    chmodSync(file, mode);
    utimesSync(file, FIXTURE_TIME, FIXTURE_TIME);
  };
  write('a/x.txt', 'hello', 0o751);
  write('a/ünï ☃.txt', 'snow');
  write('c:d', 'colon');
  write('zero', '');
  write('block', 'b'.repeat(512));
  write('a/readonly', 'r', 0o444);
  write(`${LONG}/f`, 'long');
  write('n'.repeat(94), '99 bytes');
  write('n'.repeat(95), '100 bytes');
  mkdirSync(path.join(root, 'a/empty'), { mode: 0o755 });
  symlinkSync('x.txt', path.join(root, 'a/link'));
  symlinkSync(`../${LONG}/f`, path.join(root, 'a/longlink'));
  for (const directory of ['a/empty', 'a', LONG, path.dirname(LONG), '']) {
    utimesSync(path.join(root, directory), FIXTURE_TIME, FIXTURE_TIME);
  }
  return root;
}

/** A file of test/fixtures/archives, decompressed if its name ends in .gz. */
export function fixture(name: string): Buffer {
  const bytes = readFileSync(fixtureFile(name));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

export function fixtureFile(name: string): string {
  return path.resolve(import.meta.dirname, '../../fixtures/archives', name);
}

/** Everything below a directory: path -> `content`, `-> target` or `/`, with the mode of files. */
export function contents(directory: string, prefix = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(directory).sort()) {
    const file = path.join(directory, name);
    const stats = lstatSync(file);
    if (stats.isSymbolicLink()) found[prefix + name] = `-> ${readlinkSync(file)}`;
    else if (stats.isDirectory()) {
      found[`${prefix}${name}/`] = '';
      Object.assign(found, contents(file, `${prefix}${name}/`));
    } else found[prefix + name] = `${(stats.mode & 0o777).toString(8)} ${readFileSync(file, 'utf8')}`;
  }
  return found;
}

/** An entry of a hand-made archive: a file with content, a directory, or a link. */
export type TarInput = {
  name: string;
  content?: string;
  link?: string;
  directory?: true;
  type?: string;
  mode?: number;
};

/** A tar archive without padding at its end. */
export function makeTar(entries: readonly TarInput[]): Buffer {
  const parts = entries.flatMap(({ name, content = '', link = '', directory, type, mode = 0o644 }) => {
    const kind = type ?? (link !== '' ? TYPE.SYMBOLIC_LINK : directory ? TYPE.DIRECTORY : TYPE.FILE);
    const bytes = Buffer.from(content);
    const header = { name, mode, size: bytes.length, modified: FIXTURE_TIME, type: kind, linkName: link };
    return [encodeTarHeader(header, utf8), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** Bytes in pieces of a size, as a stream. */
// eslint-disable-next-line @typescript-eslint/require-await -- a stream that never waits is a stream too
export async function* pieces(bytes: Buffer, size = bytes.length): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
