/**
 * untar:
 *
 *     UnTarFileCallable    { boolean keepPermissions (since 2.14), boolean quiet, String glob, TaskListener listener }
 *     TestTarFileCallable  { TaskListener listener }
 */
import { ByteSource } from '../../os/archive/byte-source.js';
import { compressGunzip, isGzip } from '../../os/archive/compress-gzip.js';
import { COMPRESS_DIALECT, TarReader } from '../../os/archive/tar-reader.js';
import { changeMode, fileLength } from '../../os/files/attributes.js';
import { makeDirectories } from '../../os/files/directories.js';
import { absoluteFile, javaFile } from '../../java/path.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { boxBoolean } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { writeRemote } from '../../jenkins/file-path/remote-file.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { bool, nullableStr } from '../../callables/shape.js';
import type { Shaped } from '../../callables/shape.js';
import { destinationFields, destinationOf, entryFilter, entryPath } from './destination.js';
import { isInside, requireInside } from './destination.js';
import { reporting } from '../../jenkins/listener/reporting.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';

const untarFields = {
  ...destinationFields,
  keepPermissions: bool,
  quiet: bool,
  glob: nullableStr,
  listener: listenerField,
};

/** Links of an archive become empty files. A gzipped file that is broken is refused; the plugin goes on without a word. */
const untar = fileCallable({
  name: 'org.jenkinsci.plugins.pipeline.utility.steps.tar.UnTarStepExecution$UnTarFileCallable',
  fields: untarFields,
  run: (self, path, context) =>
    reporting(self.listener, context, async (listener) => {
      const { beginning, bytes } = await openArchive(path, context.signal);
      if (beginning.length === 0) await listener.println('File is empty.');
      const source = isGzip(beginning) ? new ByteSource(compressGunzip(bytes.remaining())) : bytes;
      try {
        await makeDirectories(javaFile(destinationOf(self)));
        await listener.println(`Extracting from ${absoluteFile(path)}`);
        await extractAll(self, new TarReader(source, COMPRESS_DIALECT), listener, context);
      } finally {
        await source.close();
        await bytes.close();
      }
      return null;
    }),
});

async function openArchive(path: string, signal: AbortSignal): Promise<{ beginning: Buffer; bytes: ByteSource }> {
  const bytes = new ByteSource(await openRandomAccess(absoluteFile(path), { signal }));
  const beginning = await bytes.read(2);
  bytes.unread(beginning);
  return { beginning, bytes };
}

async function extractAll(
  self: Shaped<typeof untarFields>,
  tar: TarReader,
  listener: Listener,
  { signal }: CallableContext,
): Promise<void> {
  const wanted = entryFilter(self.glob);
  let files = 0;
  for (let entry = await tar.next(); entry; entry = await tar.next()) {
    signal.throwIfAborted();
    if (!wanted(entry.name)) continue;
    const target = entryPath(destinationOf(self), entry.name);
    await requireInside(self, target);
    if (entry.directory) {
      await makeDirectories(javaFile(target));
    } else {
      files++;
      if (!self.quiet) await listener.println(`Extracting: ${entry.name} -> ${target}`);
      if (!entry.checksumOk) throw notTar();
      await writeRemote(target, tar.content());
    }
    if (self.keepPermissions) await changeMode(javaFile(target), entry.mode);
  }
  await listener.println(`Extracted: ${files} files`);
}

/**
 * Answers whether all entries belong where they would go; of a gzipped archive only whether it can be decompressed: the
 * plugin reads it to its end for that, and then finds no entries any more.
 */
const testTar = fileCallable({
  name: 'org.jenkinsci.plugins.pipeline.utility.steps.tar.UnTarStepExecution$TestTarFileCallable',
  fields: { ...destinationFields, listener: listenerField },
  run: (self, path, context) =>
    reporting(self.listener, context, async (listener) => {
      const { beginning, bytes } = await openArchive(path, context.signal);
      await listener.println(`Checking ${await fileLength(path)} bytes in ${absoluteFile(path)}`);
      try {
        const problem = isGzip(beginning) ? await gzipProblem(bytes) : await tarProblem(self, bytes);
        if (problem !== null) await listener.error(problem);
        return boxBoolean(problem === null);
      } finally {
        await bytes.close();
      }
    }),
});

async function gzipProblem(bytes: ByteSource): Promise<string | null> {
  try {
    await new ByteSource(compressGunzip(bytes.remaining())).drain();
    return null;
  } catch (error) {
    return `Error validating tgz file: ${ioMessage(error)}`;
  }
}

async function tarProblem(self: Shaped<typeof destinationFields>, bytes: ByteSource): Promise<string | null> {
  try {
    const tar = new TarReader(bytes, COMPRESS_DIALECT);
    for (let entry = await tar.next(); entry; entry = await tar.next()) {
      if (!entry.checksumOk) throw notTar();
      const target = self.destination === null ? null : entryPath(self.destination, entry.name);
      if (target !== null && !(await isInside(self, target))) return `${target} is out of bounds!`;
    }
    return null;
  } catch (error) {
    return `Error validating tar file: ${ioMessage(error)}`;
  }
}

function notTar(): JavaError {
  return ioError('Not a tar archive');
}

/** The message of a java.io.IOException, which both readers throw; anything else is none of the archive's. */
function ioMessage(error: unknown): string {
  if (error instanceof JavaError && error.javaClass.startsWith('java.io.')) return error.javaMessage ?? 'null';
  throw error;
}

export const untarCallables = [untar, testTar];
