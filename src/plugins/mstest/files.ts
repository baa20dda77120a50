/** hudson.plugins.mstest.FileOperator: files and directories, with what is said when they do not do as told. */
import { deleteIfExists } from '../../os/files/delete-if-exists.js';
import { fileExists, isRegularFile } from '../../os/files/attributes.js';
import { makeDirectories } from '../../os/files/directories.js';
import type { MsTestLog } from './log.js';

/** Whether the directory is there now; a file in its place goes. */
export async function makeFolder(folder: string, log: MsTestLog): Promise<boolean> {
  if (await isMade(folder, log)) return true;
  await log.print('INFO', `The path ${folder} is expected to be a folder, writable by the Jenkins worker process.`);
  return false;
}

async function isMade(folder: string, log: MsTestLog): Promise<boolean> {
  if ((await isRegularFile(folder)) && !(await isDeleted(folder))) {
    await log.print('SEVERE', `Unable to delete the file: ${folder}.`);
    return false;
  }
  if ((await fileExists(folder)) || (await makeDirectories(folder))) return true;
  await log.print('SEVERE', `Unable to create the folder: ${folder}`);
  return false;
}

export async function isDeleted(file: string): Promise<boolean> {
  return deleteIfExists(file).then(
    () => true,
    () => false,
  );
}
