/** Branches of the repository. */
import { arrayList, hashSet } from '../../../serial/jdk.js';
import { flag, text } from '../arguments.js';
import { explained } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { operand } from '../operands.js';
import { lines } from '../output.js';
import { branch } from '../values/git-objects.js';
import type { NamedId } from '../values/git-objects.js';
import { checkedSha1 } from '../values/object-id.js';
import { done } from './method.js';
import type { MethodTable } from './method.js';
import { localRefs } from './refs.js';

export const branchMethods: MethodTable = {
  'branch(String)': (run, [name]) => done(createBranch(run, text(name))),
  'deleteBranch(String)': (run, [name]) => done(deleteBranch(run, text(name))),
  'getBranches()': async (run) => hashSet((await listBranches(run)).map(branch)),
  'getRemoteBranches()': async (run) => hashSet((await remoteBranches(run)).map(branch)),
  'getBranchesContaining(String)': async (run, [revision]) =>
    arrayList((await branchesContaining(run, text(revision), true)).map(branch)),
  'getBranchesContaining(String,boolean)': async (run, [revision, all]) =>
    arrayList((await branchesContaining(run, text(revision), flag(all))).map(branch)),
};

async function createBranch(run: GitRun, name: string): Promise<void> {
  await explained(`Cannot create branch ${name}`, () => run.git('branch', operand(name)));
}

export async function deleteBranch(run: GitRun, name: string): Promise<void> {
  await explained(`Could not delete branch ${name}`, () => run.git('branch', '-D', operand(name)));
}

/** Local branches, and remote ones as `remotes/origin/...`. */
export async function listBranches(run: GitRun): Promise<NamedId[]> {
  return parseBranches(await run.git('branch', '-a', '-v', '--no-abbrev'));
}

async function branchesContaining(run: GitRun, revision: string, all: boolean): Promise<NamedId[]> {
  const remotes = all ? ['-a'] : [];
  return parseBranches(await run.git('branch', ...remotes, '-v', '--no-abbrev', '--contains', operand(revision)));
}

/** Lines of `git branch -v --no-abbrev`: two characters of marks, the name, spaces, the SHA-1, the subject. */
export function parseBranches(output: string): NamedId[] {
  return lines(output.replaceAll('\r', '')).flatMap((line) => {
    const [name = '', sha1 = ''] = line.slice(2).split(/ +/);
    return line.length >= 44 && sha1.length === 40 ? [{ name, sha1: checkedSha1(sha1) }] : [];
  });
}

/** Without a command in the log, as the official agent reads them with JGit. */
async function remoteBranches(run: GitRun): Promise<NamedId[]> {
  const refs = await localRefs(run, 'refs/remotes');
  const branches = refs.map(({ name, sha1 }) => ({ name: name.slice('refs/remotes/'.length), sha1 }));
  for (const { name } of branches) await run.log(`Seen branch in repository ${name}`);
  const count = new Intl.NumberFormat('en').format(branches.length);
  await run.log(branches.length === 1 ? 'Seen 1 remote branch' : `Seen ${count} remote branches`);
  return branches;
}
