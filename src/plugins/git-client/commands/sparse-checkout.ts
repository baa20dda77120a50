/** Checking out a part of the tree: core.sparsecheckout and .git/info/sparse-checkout. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, streamError } from '../../../java/file-errors.js';
import { fileExists } from '../../../os/files/attributes.js';
import { writeFile } from '../../../os/files/write-file.js';
import { gitException, isGitException, unlessGitFails } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { operand } from '../operands.js';

/**
 * Switches sparse checkout on, to other paths, or off.
 * @param wanted patterns; none is off
 * @param lfs whether git-lfs is told which paths to fetch
 */
export async function sparseCheckout(run: GitRun, wanted: readonly string[], lfs: boolean): Promise<void> {
  const output = await unlessGitFails('', () => run.git('config', 'core.sparsecheckout'));
  const active = output.includes('true');
  if (wanted.length === 0 && !active) return;
  const switchOff = wanted.length === 0;
  const paths = switchOff ? ['/*'] : wanted;
  if (!active) await run.git('config', 'core.sparsecheckout', 'true');
  await writePatterns(run, paths);
  if (lfs) await setLfsPaths(run, paths);
  await updateTree(run);
  if (switchOff) await run.git('config', 'core.sparsecheckout', 'false');
}

async function writePatterns(run: GitRun, paths: readonly string[]): Promise<void> {
  const file = path.join(run.workspace, '.git/info/sparse-checkout');
  await makeFolder(path.dirname(file));
  const patterns = paths.map((one) => `${run.client.environment.expand(one)}\n`).join('');
  try {
    await writeFile(file, Buffer.from(patterns));
  } catch (error) {
    throw gitException(`Could not write sparse checkout file ${file}`, streamError(error));
  }
}

/** Without what is above it, which is the repository. */
async function makeFolder(folder: string): Promise<void> {
  if (await fileExists(folder)) return;
  try {
    await mkdir(folder);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    throw gitException(`Impossible to create sparse checkout dir ${folder}`);
  }
}

/** A comma cannot be escaped in these options: with one in a path, git-lfs fetches everything. */
async function setLfsPaths(run: GitRun, paths: readonly string[]): Promise<void> {
  const selective = !paths.some((one) => one.includes(','));
  const included = paths.filter((one) => !one.startsWith('!'));
  const excluded = paths.filter((one) => one.startsWith('!')).map((one) => one.slice(1));
  await setLfsOption(run, 'lfs.fetchinclude', selective ? included.join(',') : '');
  await setLfsOption(run, 'lfs.fetchexclude', selective ? excluded.join(',') : '');
}

async function setLfsOption(run: GitRun, key: string, value: string): Promise<void> {
  if (value !== '' && value !== '/*') {
    await run.git('config', key, operand(value));
    return;
  }
  // 5: it was not set before.
  await tolerating('returned status code 5:', () => run.git('config', '--unset', key));
}

/** 128: the paths never existed on the branch that is checked out. */
async function updateTree(run: GitRun): Promise<void> {
  await tolerating('returned status code 128:', () => run.git('read-tree', '-mu', 'HEAD'));
}

async function tolerating(message: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!isGitException(error) || error.javaMessage?.includes(message) !== true) throw error;
  }
}
