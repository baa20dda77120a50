import { declareClass } from '../../serial/declare.js';
import type { JavaObject } from '../../serial/model.js';
import { serialVersionUid } from '../../serial/serial-version-uid.js';
import { flag, optionalText } from '../git-client/arguments.js';
import type { GitRun } from '../git-client/git-run.js';

const RESULT = 'org.datadog.jenkins.plugins.datadog.util.git.GitMetadataBuilderCallback$Result';
const STRING = 'Ljava/lang/String;';

/** That of version 9; Java computes it, so the controller's own class tells. */
const KNOWN_UID = 8400497541313761271n;

/**
 * GitMetadataBuilderCallback {String branchHint, boolean examineRepoRefs}: where a repository comes from, its default branch, and
 * what is checked out. The answer is null without a commit.
 */
export async function gitMetadata(run: GitRun, self: JavaObject): Promise<JavaObject | null> {
  const head = await output(run, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  if (head === null) return null;
  const remote = await firstRemote(run);
  const refs = await refsOf(run);
  const hint = optionalText(self.get('branchHint'));
  const checkedOut = (await output(run, ['symbolic-ref', '--quiet', 'HEAD']))?.replace('refs/heads/', '') ?? head;
  const named = normalBranch(checkedOut);
  const classFile = await run.agent.controllerClass(RESULT, run.call);
  const result = declareClass({
    name: RESULT,
    suid: classFile ? serialVersionUid(classFile) : KNOWN_UID,
    fields: { branch: STRING, defaultBranch: STRING, repoUrl: STRING },
  });
  return result.create({
    branch: named ?? (flag(self.get('examineRepoRefs')) ? branchAt(head, refs, hint) : null),
    defaultBranch: await defaultBranch(run, remote, refs),
    repoUrl: await output(run, ['config', '--get', `remote.${remote}.url`]),
  });
}

/** In the order of the configuration. */
async function firstRemote(run: GitRun): Promise<string> {
  const names = await output(run, ['config', '--name-only', '--get-regexp', String.raw`^remote\..*\.`]);
  return /^remote\.(.+)\.[^.\n]+$/m.exec(names ?? '')?.[1] ?? 'origin';
}

/** Name -> commit, or tag. */
async function refsOf(run: GitRun): Promise<ReadonlyMap<string, string>> {
  const lines = (await output(run, ['for-each-ref', '--format=%(refname) %(objectname)'])) ?? '';
  return new Map(lines.split('\n').map((line) => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']));
}

async function defaultBranch(run: GitRun, remote: string, refs: ReadonlyMap<string, string>): Promise<string | null> {
  const remoteHead = await output(run, ['symbolic-ref', '--quiet', `refs/remotes/${remote}/HEAD`]);
  if (remoteHead !== null) return remoteHead;
  const isThere = (name: string): boolean =>
    ['refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/', 'refs/remotes/origin/'].some((path) =>
      refs.has(path + name),
    );
  return ['master', 'main'].find(isThere) ?? null;
}

/** A branch that is at the commit: the one that the build is said to be of, else any. */
function branchAt(head: string, refs: ReadonlyMap<string, string>, hint: string | null): string | null {
  const branches = [...refs].flatMap(([name, commit]) => (commit === head ? (normalBranch(name) ?? []) : []));
  return branches.find((branch) => branch === hint) ?? branches.at(-1) ?? null;
}

/** GitUtils.normalizeBranch: null for what is no branch. */
function normalBranch(name: string): string | null {
  if (name === '' || name.includes('tags') || /^[0-9a-f]{40}$/i.test(name) || name === 'HEAD') return null;
  const branch = name.replace(/^\//, '');
  if (branch.startsWith('origin/')) return branch.replaceAll('origin/', '');
  if (branch.startsWith('refs/heads/')) return branch.replaceAll('refs/heads/', '');
  return branch.replace(/^refs\/remotes\/(?:[^/]*\/)?/, '');
}

/** null when git says no. */
async function output(run: GitRun, args: readonly string[]): Promise<string | null> {
  const { status, stdout } = await run.quietly(args);
  const text = stdout.toString().trimEnd();
  return status === 0 && text !== '' ? text : null;
}
