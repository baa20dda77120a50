/** Refs of any kind in the repository. */
import path from 'node:path';
import { defaultCharset } from '../../../java/charsets/charset.js';
import { fileExists } from '../../../os/files/attributes.js';
import { boxBoolean, hashSet } from '../../../serial/jdk.js';
import { text } from '../arguments.js';
import { explained, gitException, isGitException, unlessGitFails } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { operand } from '../operands.js';
import { lines } from '../output.js';
import type { NamedId } from '../values/git-objects.js';
import { done } from './method.js';
import type { MethodTable } from './method.js';

export const refMethods: MethodTable = {
  'ref(String)': (run, [name]) => done(createRef(run, refName(name))),
  'refExists(String)': async (run, [name]) => boxBoolean(await refExists(run, refName(name))),
  'deleteRef(String)': (run, [name]) => done(deleteRef(run, refName(name))),
  'getRefNames(String)': async (run, [prefix]) => hashSet(await refNames(run, refName(prefix))),
};

/**
 * Refs below a prefix with what they point at, in the order of their names; not in the log. None where there is no repository,
 * as JGit has it, which does not look for one in the folders above. Throws GitException.
 */
export async function localRefs(run: GitRun, prefix: string): Promise<NamedId[]> {
  if (!(await fileExists(path.join(run.workspace, '.git')))) return [];
  const format = '--format=%(objectname) %(refname)';
  const { status, stdout, stderr } = await run.quietly(['for-each-ref', format, prefix]);
  if (status !== 0) throw gitException(defaultCharset.decode(stderr).trim());
  return lines(defaultCharset.decode(stdout)).map((line) => ({ sha1: line.slice(0, 40), name: line.slice(41) }));
}

function refName(value: Parameters<typeof text>[0]): string {
  return operand(text(value).replaceAll(' ', '_'));
}

async function createRef(run: GitRun, name: string): Promise<void> {
  await explained(`Could not apply ref ${name}`, () => run.git('update-ref', name, 'HEAD'));
}

function refExists(run: GitRun, name: string): Promise<boolean> {
  return unlessGitFails(false, async () => {
    await run.git('show-ref', name);
    return true;
  });
}

async function deleteRef(run: GitRun, name: string): Promise<void> {
  await explained(`Could not delete ref ${name}`, () => run.git('update-ref', '-d', name));
}

async function refNames(run: GitRun, given: string): Promise<string[]> {
  const prefix = given === '' ? 'refs/' : given;
  try {
    return lines(await run.git('for-each-ref', '--format=%(refname)', prefix));
  } catch (error) {
    if (!isGitException(error)) throw error;
    throw gitException(`Error retrieving refs with prefix ${prefix}`, error);
  }
}
