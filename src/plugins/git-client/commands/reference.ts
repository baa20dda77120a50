/** Reference repositories: local ones that objects are borrowed from. */
import path from 'node:path';
import { fileExists, isDirectory } from '../../../os/files/attributes.js';
import { absoluteFile, childFile, javaFile, withSlashes } from '../../../java/path.js';
import { writeFile } from '../../../os/files/write-file.js';
import type { GitRun } from '../git-run.js';

/** Whether there is a directory at `reference`; says in the log when there is not. */
export async function isUsableReference(run: GitRun, reference: string): Promise<boolean> {
  if (!(await fileExists(reference))) {
    await run.log(`[WARNING] Reference path does not exist: ${reference}`);
    return false;
  }
  if (await isDirectory(reference)) return true;
  await run.log(`[WARNING] Reference path is not a directory: ${reference}`);
  return false;
}

/** Has the repository in the workspace borrow from `reference`, a bare repository or one with a work tree. */
export async function borrowObjects(run: GitRun, reference: string): Promise<void> {
  if (!(await isUsableReference(run, reference))) return;
  const objects = await objectsOf(javaFile(reference));
  if (!(await isDirectory(objects))) {
    const problem = 'Reference path does not contain an objects directory (not a git repo?)';
    return run.log(`[WARNING] ${problem}: ${objects}`);
  }
  try {
    const alternates = path.join(run.workspace, '.git/objects/info/alternates');
    await writeFile(alternates, Buffer.from(withSlashes(absoluteFile(objects))));
    await run.log(`Using reference repository: ${reference}`);
  } catch {
    // As the official agent: without the reference, everything is fetched.
    await run.error('Failed to setup reference');
  }
}

async function objectsOf(reference: string): Promise<string> {
  const inWorkTree = childFile(reference, '.git/objects');
  return (await isDirectory(inWorkTree)) ? inWorkTree : childFile(reference, 'objects');
}
