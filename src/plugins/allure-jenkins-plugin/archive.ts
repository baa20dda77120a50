import { scanGlob } from '../../os/archive/dir-scan.js';
import { fileExists } from '../../os/files/attributes.js';
import { deleteIfExists } from '../../os/files/delete-if-exists.js';
import { makeDirectories } from '../../os/files/directories.js';
import { javaFile, parentFile } from '../../java/path.js';
import { remoteChild, remoteName, remoteParent } from '../../java/remote-path.js';
import { writeWholeFile } from '../../os/files/write-file.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { archiverClass } from '../../jenkins/archive/archivers.js';
import { str } from '../../callables/shape.js';
import { trueZipArchiver } from './true-zip.js';

/** Of a package of the plugin: packs the report into a zip file in the workspace, from where it is archived. Since 2025. */
export function archivingCallables(home: string): Declaration[] {
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
  // No fields. What the plugin had for its reports before.
  return [archiveReport, archiverClass(`${home}utils.TrueZipArchiver$Factory`, () => trueZipArchiver)];
}

async function writeZip(report: string, archive: string, signal: AbortSignal): Promise<void> {
  const parent = remoteParent(report);
  if (parent === null) throw new JavaError('java.lang.NullPointerException', null);
  await makeDirectories(parentFile(archive) ?? '');
  const set = { includes: `${remoteName(report)}/**`, excludes: null, defaultExcludes: true };
  const make = await trueZipArchiver();
  await writeWholeFile(archive, make(scanGlob(javaFile(parent), set, signal), { onEntry: () => undefined, signal }));
}
