import path from 'node:path';
import { ioError } from '../../java/java-error.js';
import { childFile } from '../../java/path.js';
import { isDirectory } from '../../os/files/attributes.js';
import { listFiles } from '../../os/files/directories.js';
import { fileCallable } from '../../callables/callable.js';
import { nullableStr } from '../../callables/shape.js';
import { readText } from '../../jenkins/file-path/content.js';

const DIRECTORY = '.prj_files';

/** The id of an analysis, which CodeSonar keeps in `<project>.prj_files/aid.txt`. {String projectFile} */
export const determineAid = fileCallable({
  name: 'org.jenkinsci.plugins.codesonar.CodeSonarPublisher$DetermineAid',
  fields: { projectFile: nullableStr },
  run: async ({ projectFile }, workspace, { signal }) => {
    const named = projectFile !== null && projectFile.trim() !== '';
    const directory = named ? await directoryOf(projectFile, workspace) : await anyDirectory(workspace);
    const aid = await readText(childFile(directory, 'aid.txt'), signal);
    if (aid.trim() === '') throw ioError('File aid.txt is empty');
    return aid;
  },
});

async function directoryOf(projectFile: string, workspace: string): Promise<string> {
  const directory = path.resolve(workspace, `${projectFile.replace(/\.prj(_files)?$/, '')}${DIRECTORY}`);
  if (await isDirectory(directory)) return directory;
  throw ioError(`${DIRECTORY} directory "${directory}" seems not to exist`);
}

async function anyDirectory(workspace: string): Promise<string> {
  for (const file of (await listFiles(workspace)) ?? []) {
    if (file.endsWith(DIRECTORY) && (await isDirectory(file))) return file;
  }
  throw ioError(`Could not find a ${DIRECTORY} folder for project`);
}
