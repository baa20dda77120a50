/** The repository as a whole: is there one, make one, put files into it, tidy it up. */
import path from 'node:path';
import { fileExists } from '../../../os/files/attributes.js';
import { boxBoolean } from '../../../serial/jdk.js';
import { filePath } from '../../../jenkins/file-path/file-path-value.js';
import { constant, flag, optionalText, text } from '../arguments.js';
import { init } from '../commands/init.js';
import { SecretFiles } from '../credentials/secret-files.js';
import { explained, gitException, isGitException } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { operand } from '../operands.js';
import { setPersonIdent } from './identity.js';
import { done } from './method.js';
import type { MethodTable } from './method.js';

export const repositoryMethods: MethodTable = {
  'getWorkTree()': (run) => filePath(run.workspace),
  'init()': (run) => done(init(run, run.workspace)),
  'hasGitRepo()': async (run) => boxBoolean(await isRepository(run, ['--is-inside-work-tree'])),
  'hasGitRepo(boolean)': async (run, [parents]) => boxBoolean(await hasGitRepo(run, flag(parents))),
  'isBareRepository()': async (run) => boxBoolean(await isBareRepository(run, '')),
  'isBareRepository(String)': async (run, [gitDir]) => boxBoolean(await isBareRepository(run, text(gitDir))),
  'add(String)': (run, [pattern]) =>
    done(explained(`Cannot add ${text(pattern)}`, () => run.git('add', operand(text(pattern))))),
  'commit(String)': (run, [message]) => done(commit(run, text(message))),
  'commit(String,PersonIdent,PersonIdent)': (run, [message, author, committer]) => {
    setPersonIdent(run, 'AUTHOR', author);
    setPersonIdent(run, 'COMMITTER', committer);
    return done(commit(run, text(message)));
  },
  'clean()': (run) => done(clean(run, false)),
  'clean(boolean)': (run, [submodules]) => done(clean(run, flag(submodules))),
  'reset()': (run) => done(reset(run, false)),
  'reset(boolean)': (run, [hard]) => done(reset(run, flag(hard))),
  'config(ConfigLevel,String,String)': (run, [level, key, value]) =>
    done(config(run, constant(level), optionalText(key), optionalText(value))),
};

function hasGitRepo(run: GitRun, parents: boolean): Promise<boolean> {
  const directory = path.join(run.workspace, '.git');
  return isRepository(run, parents ? ['--is-inside-work-tree'] : ['--resolve-git-dir', directory]);
}

async function isRepository(run: GitRun, query: readonly string[]): Promise<boolean> {
  if (!(await hasGitDir(run, '.git'))) return false;
  try {
    await run.git('rev-parse', ...query);
    return true;
  } catch (error) {
    if (!isGitException(error)) throw error;
    await run.error('Workspace has a .git repository, but it appears to be corrupt.');
    await run.log(error.toString());
    return false;
  }
}

/** hasGitRepo(String GIT_DIR) of the implementation: whether a path in the workspace is there. */
export function hasGitDir(run: GitRun, relative: string): Promise<boolean> {
  return fileExists(path.join(run.workspace, relative));
}

/** @param gitDir empty: the workspace's */
export async function isBareRepository(run: GitRun, gitDir: string): Promise<boolean> {
  const where = gitDir === '' ? [] : [`--git-dir=${gitDir}`];
  const line = (await run.git(...where, 'rev-parse', '--is-bare-repository')).trim();
  if (line === '') throw gitException(`No output from bare repository check for ${gitDir}`);
  return line !== 'false';
}

async function commit(run: GitRun, message: string): Promise<void> {
  const files = new SecretFiles(run.workspace);
  try {
    const file = await files.create('gitcommit', '.txt', message);
    await explained(`Cannot commit ${message}`, () => run.git('commit', '-F', file));
  } finally {
    files.dispose();
  }
}

/** @param submodules also what looks like repositories */
export async function clean(run: GitRun, submodules: boolean): Promise<void> {
  await reset(run, true);
  await run.git('clean', submodules ? '-ffdx' : '-fdx');
}

async function reset(run: GitRun, hard: boolean): Promise<void> {
  try {
    const head = await run.git('rev-parse', '--verify', 'HEAD');
    if (head.trim() === '') throw gitException('null result from rev-parse(HEAD)');
  } catch (error) {
    if (!isGitException(error)) throw error;
    await run.log('No valid HEAD. Skipping the resetting');
    return;
  }
  await run.log('Resetting working tree');
  await run.git('reset', ...(hard ? ['--hard'] : []));
}

/** @param level SYSTEM, GLOBAL, LOCAL; @param value null removes the key */
async function config(run: GitRun, level: string | null, key: string | null, value: string | null): Promise<void> {
  const words = [key, value].filter((word) => word !== null).map(operand);
  await run.git('config', `--${(level ?? 'LOCAL').toLowerCase()}`, ...(value === null ? ['--unset'] : []), ...words);
}
