/** Revisions: which commit a name means, what a commit is and where it stands. */
import { arrayList, boxBoolean } from '../../../serial/jdk.js';
import { JavaObject } from '../../../serial/model.js';
import type { JavaValue } from '../../../serial/model.js';
import { flag, object, sha1, text } from '../arguments.js';
import { revList } from '../commands/rev-list.js';
import { gitException, unlessGitFails } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { operand } from '../operands.js';
import { javaSplit, lines, onlyLine } from '../output.js';
import { indexEntry } from '../values/git-objects.js';
import type { TreeEntry } from '../values/git-objects.js';
import { objectId, sha1Of } from '../values/object-id.js';
import type { MethodTable } from './method.js';

export const revisionMethods: MethodTable = {
  'revParse(String)': async (run, [name]) => objectId(await revParse(run, text(name))),
  'revListAll()': async (run) => idList(await revList(run, { all: true })),
  'revList(String)': async (run, [reference]) => idList(await revList(run, { reference: text(reference) })),
  'revListBranch(String)': async (run, [branch]) => idList(await revList(run, { reference: text(branch) })),
  'isCommitInRepo(ObjectId)': async (run, [commit]) => boxBoolean(await isCommitInRepo(run, sha1Of(commit))),
  'describe(String)': (run, [commit]) => describe(run, text(commit)),
  'mergeBase(ObjectId,ObjectId)': (run, [one, other]) => mergeBase(run, sha1(one), sha1(other)),
  'getAllLogEntries(String)': (run, [branch]) =>
    run.git('log', '--all', "--pretty=format:'%H#%ct'", operand(text(branch))),
  'showRevision(Revision)': (run, [revision]) =>
    showRevision(run, null, sha1(revision === null ? null : object(revision).get('sha1')), true),
  'showRevision(ObjectId)': (run, [to]) => showRevision(run, null, sha1(to), true),
  'showRevision(ObjectId,ObjectId)': (run, [from, to]) => showRevision(run, sha1Of(from), sha1(to), true),
  'showRevision(ObjectId,ObjectId,Boolean)': (run, [from, to, raw]) =>
    showRevision(run, sha1Of(from), sha1(to), flag(raw)),
  'lsTree(String)': async (run, [tree]) => arrayList((await lsTree(run, text(tree), false)).map(indexEntry)),
  'lsTree(String,boolean)': async (run, [tree, recursive]) =>
    arrayList((await lsTree(run, text(tree), flag(recursive))).map(indexEntry)),
};

/** The commit that a name means. Throws GitException. */
export async function revParse(run: GitRun, name: string): Promise<string> {
  // Windows' command processor takes `^` for itself where git is a .cmd file.
  const argument = process.platform === 'win32' ? `"${name}^{commit}"` : `${name}^{commit}`;
  const line = (await run.git('rev-parse', operand(argument))).trim();
  if (line === '') throw gitException(`rev-parse no content returned for ${name}`);
  return line;
}

function isCommitInRepo(run: GitRun, commit: string | null): Promise<boolean> {
  if (commit === null) return Promise.resolve(false);
  return unlessGitFails(false, async () => (await revList(run, { reference: commit, noWalk: true })).length > 0);
}

async function describe(run: GitRun, commit: string): Promise<string> {
  const line = onlyLine(await run.git('describe', '--tags', operand(commit)));
  if (line === null) throw gitException(`null first line from describe(${commit})`);
  return line;
}

/** Null when there is none. */
async function mergeBase(run: GitRun, one: string, other: string): Promise<JavaObject | null> {
  const output = await unlessGitFails('', () => run.git('merge-base', one, other));
  const [line] = lines(output);
  return line === undefined ? null : objectId(line);
}

/** @param from the commits since then; null: only `to` */
async function showRevision(run: GitRun, from: string | null, to: string, raw: boolean): Promise<JavaValue> {
  const args = ['log', '--full-history', '--no-abbrev', '--format=raw', '-M', '-m'];
  if (raw) args.push('--raw');
  args.push(...(from === null ? ['-1', to] : [`${from}..${to}`]));
  return arrayList(javaSplit(await run.gitWith(args)));
}

export async function lsTree(run: GitRun, tree: string, recursive: boolean): Promise<TreeEntry[]> {
  const output = await run.git('ls-tree', ...(recursive ? ['-r'] : []), operand(tree));
  return lines(output).map((line) => {
    const [mode = '', type = '', object = '', file = ''] = line.split(/\s+/);
    return { mode, type, object, file };
  });
}

function idList(ids: readonly string[]): JavaObject {
  return arrayList(ids.map(objectId));
}
