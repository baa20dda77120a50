import { isUtf8 } from 'node:buffer';
import { rm } from 'node:fs/promises';
import { defaultCharset, findCharset } from '../../java/charsets/charset.js';
import type { Charset } from '../../java/charsets/charset.js';
import { javaHashOrder } from '../../java/hash-code.js';
import { JavaError } from '../../java/java-error.js';
import { absoluteFile, childFile, javaFile } from '../../java/path.js';
import { normalizeRemote, remoteChild } from '../../java/remote-path.js';
import { scanFiltered } from '../../os/archive/dir-scan.js';
import { fileExists } from '../../os/files/attributes.js';
import { createDirectories } from '../../os/files/directories.js';
import { readFrom } from '../../os/files/read-file.js';
import { createTempDirectory, temporaryDirectory } from '../../os/files/temporary-files.js';
import { writeFile, writeWholeFile } from '../../os/files/write-file.js';
import { stringValues } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import { str } from '../../callables/shape.js';
import { FilteredLog, filteredLog } from '../plugin-util-api/filtered-log.js';
import { isInWorkspace } from '../prism-api/file-permission.js';
import { logDirectories, permittedDirectories } from '../prism-api/source-directories.js';
import { paintedRow } from './paint-lines.js';
import { paintedFiles } from './painted-nodes.js';
import type { PaintedFile } from './painted-nodes.js';

const TITLE = 'Errors during source code painting:';

/**
 * code-coverage-api: the sources that a report names as coloured rows, a zip file for each, and all of them as one zip file in the
 * workspace, for the controller to fetch.
 * {List paintedFiles, Set permittedSourceDirectories, Set requestedSourceDirectories, String sourceCodeEncoding, String directory}
 * @returns FilteredLog: what is to be logged; nothing fails the build
 */
export const paintSources = fileCallable({
  name: 'io.jenkins.plugins.coverage.model.visualization.code.SourceCodeFacade$AgentCoveragePainter',
  fields: {
    paintedFiles,
    permittedSourceDirectories: stringValues,
    requestedSourceDirectories: stringValues,
    sourceCodeEncoding: str,
    directory: str,
  },
  run: async (self, workspace, context) => {
    const log = new FilteredLog(TITLE);
    const { permittedSourceDirectories: allowed, requestedSourceDirectories: requested } = self;
    const permitted = await permittedDirectories(absoluteFile(workspace), allowed, requested, log, context.signal);
    const directories = javaHashOrder(permitted);
    logDirectories(directories, workspace, log);
    const charset = (await findCharset(self.sourceCodeEncoding)) ?? defaultCharset;
    const painter = new Painter(workspace, directories, charset, log, context.signal);
    try {
      await painter.paintAll(self.paintedFiles, self.directory);
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof JavaError)) throw error;
      const problem = `Cannot create temporary directory in folder '${workspace}' for the painted source files`;
      log.logException(error, problem);
    }
    return filteredLog(TITLE, log, context);
  },
});

class Painter {
  constructor(
    private readonly workspace: string,
    private readonly directories: readonly string[],
    private readonly charset: Charset,
    private readonly log: FilteredLog,
    private readonly signal: AbortSignal,
  ) {}

  async paintAll(files: readonly PaintedFile[], name: string): Promise<void> {
    const output = childFile(this.workspace, name);
    await createDirectories(output);
    const temporary = await createTempDirectory(temporaryDirectory(), name);
    try {
      let count = 0;
      for (const file of files) if (await this.#isPainted(file, output, temporary)) count++;
      const failed = files.length - count;
      const result = failed === 0 ? 'successfully' : `(${count} files have been painted, ${failed} files failed)`;
      this.log.logInfo(`-> finished painting ${result}`);
      const archive = childFile(this.workspace, 'coverage-sources.zip');
      await this.#zip(output, archive);
      this.log.logInfo(`-> zipping sources from folder '${output}' as '${archive}'`);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }

  async #isPainted(file: PaintedFile, output: string, temporary: string): Promise<boolean> {
    this.signal.throwIfAborted();
    const source = await this.#find(file.path);
    if (source === null) return false;
    const name = file.path.replace(/[^a-zA-Z0-9-_.]/g, '_').slice(-MAX_NAME);
    const archive = childFile(output, `${name}.zip`);
    try {
      const painted = childFile(temporary, name);
      await writeFile(painted, await this.#rows(source, file));
      await this.#zip(painted, archive);
      await rm(painted, { force: true });
      return true;
    } catch (error) {
      this.signal.throwIfAborted();
      if (!(error instanceof JavaError)) throw error;
      this.log.logException(error, `Can't write coverage paint of '${file.path}' to zipped source file '${archive}'`);
      return false;
    }
  }

  /** Where a source is: as it is named, in the workspace, or in one of the directories; null if nowhere, or not where it may be. */
  async #find(name: string): Promise<string | null> {
    const workspace = normalizeRemote(this.workspace);
    const inDirectories = this.directories.map((each) => remoteChild(remoteChild(workspace, each), name));
    for (const remote of [normalizeRemote(name), remoteChild(workspace, name), ...inDirectories]) {
      if (!(await fileExists(javaFile(remote)))) continue;
      if (await isInWorkspace(remote, workspace, this.directories)) return javaFile(remote);
      const problem = '(not part of workspace or permitted source code folders)';
      this.log.logError(`Skipping coloring of file: ${remote} ${problem}`);
      return null;
    }
    this.log.logError(`Source file '${name}' not found`);
    return null;
  }

  /** Throws java.nio.charset.MalformedInputException for bytes that are no text, as Files.readAllLines does. */
  async #rows(source: string, { lines }: PaintedFile): Promise<Buffer> {
    const bytes: Buffer[] = [];
    for await (const chunk of readFrom(source, { signal: this.signal })) bytes.push(chunk);
    const content = Buffer.concat(bytes);
    if (this.charset === defaultCharset && !isUtf8(content)) {
      throw new JavaError('java.nio.charset.MalformedInputException', 'Input length = 1');
    }
    const decoder = this.charset.decoder();
    const texts = (decoder.write(content) + decoder.end()).split(/\r\n|\n|\r/);
    if (texts.at(-1) === '') texts.pop();
    const rows = texts.map((text, index) => paintedRow(index + 1, text, lines.get(index + 1)));
    return Buffer.from(rows.join(''));
  }

  async #zip(what: string, archive: string): Promise<void> {
    const { zipArchive } = await import('../../os/archive/zip-writer.js');
    const options = { charset: defaultCharset, prefix: null, noFollowLinks: false, signal: this.signal };
    const scan = scanFiltered(what, () => true, this.signal);
    await writeWholeFile(archive, zipArchive(scan, options));
  }
}

/** File systems of Windows have room for little more. */
const MAX_NAME = 245;
