/** Whole contents: written from a text, read as a text, digested. */
import { defaultCharset, encodingForName } from '../../java/charsets/charset.js';
import { decodeStrictly } from '../../java/charsets/strict.js';
import { digestOf } from '../../os/files/digest.js';
import { makeDirectories } from '../../os/files/directories.js';
import { parentFile } from '../../java/path.js';
import { readFrom } from '../../os/files/read-file.js';
import { collected } from '../../os/files/whole-file.js';
import { openForWriting } from '../../os/files/write-file.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { nullableStr, str } from '../../callables/shape.js';
import { isBefore2326 } from './generation.js';

/** V8's longest string, in bytes that are sure to fit. Java's limit is four times that. */
const TEXT = { bytes: 0x1fff_ffe8, of: 'a file that is read as one text' };

/** Makes the parents. The file is there, empty, before the charset turns out to be unknown: as in Java. */
const write = fileCallable({
  name: 'hudson.FilePath$Write',
  fields: { content: str, encoding: nullableStr },
  run: async (self, path) => {
    await writeText(path, self.content, self.encoding);
    return null;
  },
});

/** FilePath.write(String, String). */
export async function writeText(path: string, content: string, encoding: string | null): Promise<void> {
  const parent = parentFile(path);
  if (parent !== null) await makeDirectories(parent);
  const writer = await openForWriting(path);
  try {
    const charset = encoding === null ? defaultCharset : await encodingForName(encoding);
    await writer.write(charset.encode(content));
  } finally {
    await writer.close();
  }
}

/** In the default charset. Malformed bytes are an error since Files.readString is used for it (2.346). */
const readToString = fileCallable({
  name: 'hudson.FilePath$ReadToString',
  run: async (_self, path, { signal }, object) =>
    isBefore2326(object) ? defaultCharset.decode(await readWhole(path, signal)) : readText(path, signal),
});

/** FilePath.readToString. */
export async function readText(path: string, signal: AbortSignal): Promise<string> {
  return decodeStrictly(await readWhole(path, signal));
}

/** A file that fits into one text. */
export function readWhole(path: string, signal: AbortSignal): Promise<Buffer> {
  return collected(readFrom(path, { signal }), path, TEXT);
}

/** MD5 in hex. */
const digest = fileCallable({
  name: 'hudson.FilePath$Digest',
  run: (_self, path, { signal }) => digestOf(path, 'md5', signal),
});

export const contentCallables = [write, readToString, digest] satisfies Declaration[];
