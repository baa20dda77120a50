import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { scanFull } from '../../os/archive/dir-scan.js';
import type { Scanned, TreeScan } from '../../os/archive/scanned.js';
import { defaultCharset } from '../../java/charsets/charset.js';
import { canRead, fileExists } from '../../os/files/attributes.js';
import { nioError } from '../../java/file-errors.js';
import { javaFile } from '../../java/path.js';
import { normalizeRemote, remoteChild } from '../../java/remote-path.js';
import { temporaryDirectory } from '../../os/files/temporary-files.js';
import { writeWholeFile } from '../../os/files/write-file.js';
import { JavaError } from '../../java/java-error.js';
import { javaHashCode } from '../../java/hash-code.js';
import { declareClass } from '../../serial/declare.js';
import { stringValues } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import { obj, str } from '../../callables/shape.js';
import { isInWorkspace } from '../prism-api/file-permission.js';
import { absolutePath, createAbsolutePath } from '../plugin-util-api/path-util.js';
import { affectedFiles } from '../analysis-model-api/report.js';
import type { AffectedFile } from '../analysis-model-api/report.js';

/**
 * warnings-ng, since 2026: packs the source files that issues are in, each into a zip of its own and those into
 * `batch-<report>.zip` in the workspace, from where the controller takes them.
 * { HashSet filesToSkip, permittedAbsolutePaths; FilteredLog log; Report report; String reportId }
 * @returns CopyResult: how many files there are in it, how many issues are in files that are not there or may not be shown
 */
export const copyAffectedFiles = fileCallable({
  name: 'io.jenkins.plugins.analysis.core.util.AffectedFilesResolver$BatchFileCopier',
  fields: { filesToSkip: stringValues, permittedAbsolutePaths: stringValues, report: obj, reportId: str },
  run: async (self, workspace, { signal }) => {
    const skipped = new Set(self.filesToSkip);
    const sources = new Sources(normalizeRemote(workspace), self.permittedAbsolutePaths);
    const files = new Map<string, string>();
    const counts = { notFound: 0, notInWorkspace: 0 };
    for (const affected of affectedFiles(self.report)) {
      signal.throwIfAborted();
      if (skipped.has(affected.fileName)) continue;
      const source = await sources.find(affected);
      if (typeof source !== 'string') files.set(affected.fileName, files.get(affected.fileName) ?? source.file);
      else if (source !== 'cannotRead') counts[source]++;
    }
    const archive = javaFile(remoteChild(workspace, `batch-${self.reportId}.zip`));
    const copied = files.size === 0 ? 0 : await packAll(files, archive, self.reportId, signal);
    return COPY_RESULT.create({ copied, ...counts });
  },
});

const COPY_RESULT = declareClass({
  name: 'io.jenkins.plugins.analysis.core.util.AffectedFilesResolver$CopyResult',
  suid: 1n,
  fields: { copied: 'I', notFound: 'I', notInWorkspace: 'I' },
});

type Source = { readonly file: string } | 'notFound' | 'notInWorkspace' | 'cannotRead';

/** Looks for files; many issues are in the same one, which is looked for once. */
class Sources {
  readonly #known = new Map<string, Promise<Source>>();

  constructor(
    private readonly workspace: string,
    private readonly permitted: readonly string[],
  ) {}

  find(affected: AffectedFile): Promise<Source> {
    const key = `${affected.path}\0${affected.fileName}`;
    const source = this.#known.get(key) ?? this.#look(affected);
    this.#known.set(key, source);
    return source;
  }

  async #look({ path: directory, fileName }: AffectedFile): Promise<Source> {
    const named = directory === UNDEFINED ? fileName : createAbsolutePath(await absolutePath(directory), fileName);
    for (const remote of [normalizeRemote(named), remoteChild(this.workspace, fileName)]) {
      const file = javaFile(remote);
      if (!(await fileExists(file))) continue;
      if (!(await isInWorkspace(remote, this.workspace, this.permitted))) return 'notInWorkspace';
      return (await canRead(file)) ? { file } : 'cannotRead';
    }
    return 'notFound';
  }
}

const UNDEFINED = '-';

/** @returns how many files could be packed */
async function packAll(
  files: ReadonlyMap<string, string>,
  archive: string,
  reportId: string,
  signal: AbortSignal,
): Promise<number> {
  const directory = await temporaryFolder(`affected-files-${reportId}-`);
  try {
    // Of files whose names have the same hash the last one counts, as on the controller.
    const packed = new Map<string, Scanned>();
    let copied = 0;
    for (const [fileName, file] of files) {
      const name = `${(javaHashCode(fileName) >>> 0).toString(16)}.tmp.zip`;
      const zip = path.join(directory, name);
      if (!(await packOne(file, zip, signal))) continue;
      packed.set(name, { file: zip, name });
      copied++;
    }
    await writeZip({ files: asyncOf(packed.values()), keepsLinks: false }, archive, signal);
    return copied;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Readable by nobody else, as Files.createTempDirectory makes it. */
async function temporaryFolder(prefix: string): Promise<string> {
  const beginning = path.join(temporaryDirectory(), prefix);
  try {
    return await mkdtemp(beginning);
  } catch (error) {
    throw nioError(error, beginning);
  }
}

/** A file that cannot be packed is left out, which the plugin logs where nobody reads it. */
async function packOne(file: string, zip: string, signal: AbortSignal): Promise<boolean> {
  try {
    await writeZip({ ...scanFull(file, signal), keepsLinks: false }, zip, signal);
    return true;
  } catch (error) {
    if (!(error instanceof JavaError) || signal.aborted) throw error;
    return false;
  }
}

async function writeZip(scan: TreeScan, archive: string, signal: AbortSignal): Promise<void> {
  const { zipArchive } = await import('../../os/archive/zip-writer.js');
  const options = { charset: defaultCharset, prefix: null, noFollowLinks: false, signal };
  await writeWholeFile(archive, zipArchive(scan, options));
}

// eslint-disable-next-line @typescript-eslint/require-await -- a list where a stream is taken
async function* asyncOf<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}
