/**
 * zip and tar: the files that Ant patterns select below a directory, links followed, into an archive that may lie among them.
 *
 *     ZipItFileCallable  { boolean defaultExcludes (since 2.15), boolean overwrite, String exclude, String glob }
 *     TarItFileCallable  the same, and boolean compress
 */
import { stat } from 'node:fs/promises';
import { filesOf } from '../../os/ant-glob/file-set.js';
import { canonicalPath } from '../../os/files/canonical-path.js';
import { gzip } from '../../os/archive/gzip.js';
import type { Scanned, TreeScan } from '../../os/archive/scanned.js';
import { defaultCharset } from '../../java/charsets/charset.js';
import { fileExists } from '../../os/files/attributes.js';
import { deleteIfExists } from '../../os/files/delete-if-exists.js';
import { nioError } from '../../java/file-errors.js';
import { childFile, javaFile, toPath } from '../../java/path.js';
import { boxInt } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { openRemote } from '../../jenkins/file-path/remote-file.js';
import { bool, nullableStr, str } from '../../callables/shape.js';
import type { FieldReader, Shaped } from '../../callables/shape.js';
import { destinationFields, destinationOf } from './destination.js';

/** Older versions, which lack the field, always leave out what Ant leaves out by default. */
const defaultExcludes: FieldReader<boolean> = (value, where) => (value === undefined ? true : bool(value, where));

const compressFields = { ...destinationFields, defaultExcludes, overwrite: bool, exclude: nullableStr, glob: str };

const zip = fileCallable({
  name: 'org.jenkinsci.plugins.pipeline.utility.steps.zip.ZipStepExecution$ZipItFileCallable',
  fields: compressFields,
  run: (self, directory, context) =>
    compress(self, directory, context, async (scan, call) => {
      const { zipArchive } = await import('../../os/archive/zip-writer.js');
      return zipArchive(scan, { ...call, charset: defaultCharset, prefix: null, noFollowLinks: false });
    }),
});

const tar = fileCallable({
  name: 'org.jenkinsci.plugins.pipeline.utility.steps.tar.TarStepExecution$TarItFileCallable',
  fields: { ...compressFields, compress: bool },
  run: (self, directory, context) =>
    compress(self, directory, context, async (scan, call) => {
      const { tarArchive } = await import('../../os/archive/tar-writer.js');
      const bytes = tarArchive(scan, { ...call, charset: defaultCharset });
      return self.compress ? gzip(bytes) : bytes;
    }),
});

interface ArchiveCall {
  readonly onEntry: () => void;
  readonly signal: AbortSignal;
}

/** @returns Integer: how many entries */
async function compress(
  self: Shaped<typeof compressFields>,
  directory: string,
  { signal }: CallableContext,
  make: (scan: TreeScan, call: ArchiveCall) => Promise<AsyncIterable<Buffer>>,
): Promise<JavaObject> {
  const destination = destinationOf(self);
  const archive = javaFile(destination);
  if (self.overwrite && (await fileExists(archive))) await deleteIfExists(archive);
  const writer = await openRemote(destination);
  let entries = 0;
  try {
    const set = { includes: self.glob, excludes: self.exclude, defaultExcludes: self.defaultExcludes };
    const scan = { files: allBut(archive, directory, filesOf(directory, set, signal)), keepsLinks: false };
    for await (const bytes of await make(scan, { onEntry: () => entries++, signal })) await writer.write(bytes);
  } finally {
    await writer.close();
  }
  return boxInt(entries);
}

async function* allBut(archive: string, directory: string, names: AsyncIterable<string>): AsyncGenerator<Scanned> {
  for await (const name of names) {
    const file = await canonicalPath(childFile(directory, name));
    if (!(await isSameFile(file, archive))) yield { file, name };
  }
}

/** Files.isSameFile. */
async function isSameFile(file: string, other: string): Promise<boolean> {
  if (file === other) return true;
  const [a, b] = [await identity(file), await identity(other)];
  return a.dev === b.dev && a.ino === b.ino;
}

async function identity(file: string): Promise<{ dev: bigint; ino: bigint }> {
  try {
    return await stat(toPath(file), { bigint: true });
  } catch (error) {
    throw nioError(error, file);
  }
}

export const compressCallables = [zip, tar];
