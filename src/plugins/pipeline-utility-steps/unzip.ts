/**
 * unzip:
 *
 *     UnZipFileCallable    { boolean quiet, boolean read, String charset, String glob, TaskListener listener }
 *     TestZipFileCallable  { TaskListener listener }
 */
import { crc32 } from 'node:zlib';
import { openJavaZip } from '../../os/archive/java-zip.js';
import type { JavaZip, JavaZipEntry } from '../../os/archive/java-zip.js';
import { charsetForName, defaultCharset } from '../../java/charsets/charset.js';
import type { Charset } from '../../java/charsets/charset.js';
import { makeDirectories } from '../../os/files/directories.js';
import { absoluteFile, javaFile } from '../../java/path.js';
import { JavaError } from '../../java/java-error.js';
import { boxBoolean, treeMap } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { writeRemote } from '../../jenkins/file-path/remote-file.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { bool, nullableStr } from '../../callables/shape.js';
import type { Shaped } from '../../callables/shape.js';
import { reporting } from '../../jenkins/listener/reporting.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import { destinationFields, destinationOf, entryFilter, entryPath } from './destination.js';
import { isInside, requireInside } from './destination.js';

const unzipFields = {
  ...destinationFields,
  quiet: bool,
  read: bool,
  charset: nullableStr,
  glob: nullableStr,
  listener: listenerField,
};
type UnzipFields = Shaped<typeof unzipFields>;

/** Answers null, or with `read` a TreeMap: name -> content as text. */
const unzip = fileCallable({
  name: 'org.jenkinsci.plugins.pipeline.utility.steps.zip.UnZipStepExecution$UnZipFileCallable',
  fields: unzipFields,
  run: (self, path, context) =>
    reporting(self.listener, context, async (listener) => {
      if (!self.read) await makeDirectories(javaFile(destinationOf(self)));
      const zip = await openJavaZip(path, await charsetOf(self.charset));
      try {
        await listener.println(`Extracting from ${absoluteFile(path)}`);
        return await extractAll(self, zip, listener, context);
      } finally {
        zip.close();
      }
    }),
});

async function extractAll(self: UnzipFields, zip: JavaZip, listener: Listener, { signal }: CallableContext) {
  const wanted = entryFilter(self.glob);
  const contents = new Map<string, string>();
  let files = 0;
  for (const entry of zip.entries) {
    signal.throwIfAborted();
    if (!wanted(entry.name)) continue;
    const target = entryPath(destinationOf(self), entry.name);
    await requireInside(self, target);
    if (entry.directory) {
      if (!self.read) await makeDirectories(javaFile(target));
      continue;
    }
    files++;
    if (self.read) {
      if (!self.quiet) await listener.println(`Reading: ${entry.name}`);
      contents.set(entry.name, await textOf(entry));
    } else {
      if (!self.quiet) await listener.println(`Extracting: ${entry.name} -> ${target}`);
      await writeRemote(target, entry.content());
    }
  }
  await listener.println(`${self.read ? 'Read' : 'Extracted'}: ${files} files`);
  return self.read ? treeMap([...contents].sort(([a], [b]) => (a < b ? -1 : 1))) : null;
}

async function charsetOf(name: string | null): Promise<Charset> {
  if (name === null) throw new JavaError('java.lang.IllegalArgumentException', 'Null charset name');
  return charsetForName(name);
}

async function textOf(entry: JavaZipEntry): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of entry.content()) parts.push(part);
  return defaultCharset.decode(Buffer.concat(parts));
}

/** Answers whether all entries are whole and belong where they would go. */
const testZip = fileCallable({
  name: 'org.jenkinsci.plugins.pipeline.utility.steps.zip.UnZipStepExecution$TestZipFileCallable',
  fields: { ...destinationFields, listener: listenerField },
  run: (self, path, context) =>
    reporting(self.listener, context, async (listener) => {
      const problem = await findProblem(self, path, listener, context.signal);
      if (problem !== null) await listener.error(problem);
      return boxBoolean(problem === null);
    }),
});

async function findProblem(
  self: Shaped<typeof destinationFields>,
  path: string,
  listener: Listener,
  signal: AbortSignal,
): Promise<string | null> {
  const file = absoluteFile(path);
  let zip: JavaZip | undefined;
  try {
    zip = await openJavaZip(path);
    await listener.println(`Checking ${zip.entries.length} zipped entries in ${file}`);
    for (const entry of zip.entries) {
      signal.throwIfAborted();
      if (entry.directory) continue;
      const target = self.destination === null ? null : entryPath(self.destination, entry.name);
      if (target !== null && !(await isInside(self, target))) return `${target} is out of bounds!`;
      let checksum = 0;
      for await (const bytes of entry.content()) checksum = crc32(bytes, checksum);
      if (checksum !== entry.crc) return `Checksum error in : ${file}:${entry.name}`;
    }
    return null;
  } catch (error) {
    if (!(error instanceof JavaError) || error.javaClass !== 'java.util.zip.ZipException') throw error;
    return `Error validating zip file: ${error.javaMessage ?? 'null'}`;
  } finally {
    zip?.close();
  }
}

export const unzipCallables = [unzip, testZip];
