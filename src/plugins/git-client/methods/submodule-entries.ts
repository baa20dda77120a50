/** What a repository says of its submodules: in its tree, in its configuration and in .gitmodules. */
import type { GitRun } from '../git-run.js';
import { onlyLine } from '../output.js';
import { checkedUrl } from '../remote-url.js';
import type { TreeEntry } from '../values/git-objects.js';
import { lsTree } from './revisions.js';

/** Submodules stand in trees as commits. */
export async function listSubmodules(run: GitRun, tree: string): Promise<TreeEntry[]> {
  return (await lsTree(run, tree, true)).filter(({ mode }) => mode === '160000');
}

export async function submoduleUrl(run: GitRun, name: string): Promise<string | null> {
  return onlyLine(await run.git('config', '--get', `submodule.${name}.url`));
}

export async function setSubmoduleUrl(run: GitRun, name: string, url: string): Promise<void> {
  await run.git('config', `submodule.${name}.url`, checkedUrl(url));
}

export async function submodulePath(run: GitRun, name: string): Promise<string | null> {
  return onlyLine(await run.git('config', '-f', '.gitmodules', '--get', `submodule.${name}.path`));
}
