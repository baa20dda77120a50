import { scanGlob } from '../../host/archive/dir-scan.js';
import { fileExists } from '../../host/files/attributes.js';
import { deleteIfExists } from '../../host/files/delete-if-exists.js';
import { makeDirectories } from '../../host/files/directories.js';
import { javaFile, parentFile } from '../../host/files/java-path.js';
import { remoteChild, remoteName, remoteParent } from '../../host/files/remote-path.js';
import { writeWholeFile } from '../../host/files/write-file.js';
import { JavaError, ioError } from '../../host/java-error.js';
import { fileCallable } from '../callable.js';
import type { AnyCallable } from '../callable.js';
import { trueZipArchiver } from '../core/archive/archivers.js';
import { str } from '../shape.js';

/** Of a package of the plugin: packs the report into a zip file in the workspace, from where it is archived. Since 2025. */
export function archivingCallables(home: string): AnyCallable[] {
  const archiveReport = fileCallable({
    name: `${home}callables.AllureReportArchive`,
    fields: { archiveFileName: str, reportDirectoryPath: str },
    run: async ({ archiveFileName, reportDirectoryPath }, workspace, { signal }) => {
      const report = remoteChild(workspace, reportDirectoryPath);
      if (!(await fileExists(javaFile(report)))) throw ioError(`Allure report directory not found: ${report}`);
      const archive = javaFile(remoteChild(workspace, archiveFileName));
      if (await fileExists(archive)) await deleteIfExists(archive);
      await writeZip(report, archive, signal);
      return null;
    },
  });
  return [archiveReport];
}

async function writeZip(report: string, archive: string, signal: AbortSignal): Promise<void> {
  const parent = remoteParent(report);
  if (parent === null) throw new JavaError('java.lang.NullPointerException', null);
  await makeDirectories(parentFile(archive) ?? '');
  const set = { includes: `${remoteName(report)}/**`, excludes: null, defaultExcludes: true };
  const make = await trueZipArchiver();
  await writeWholeFile(archive, make(scanGlob(javaFile(parent), set, signal), { onEntry: () => undefined, signal }));
}
