/** The remotes that a repository is configured with. */
import { text } from '../arguments.js';
import { gitException } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { checkedUrl } from '../remote-url.js';
import { lines, onlyLine } from '../output.js';
import { done } from './method.js';
import type { MethodTable } from './method.js';

export const remoteUrlMethods: MethodTable = {
  'getRemoteUrl(String)': (run, [name]) => configuredUrl(run, text(name)),
  'getRemoteUrl(String,String)': (run, [name, gitDir]) => configuredUrlIn(run, text(name), text(gitDir)),
  'setRemoteUrl(String,String)': (run, [name, url]) =>
    done(run.git('config', `remote.${text(name)}.url`, checkedUrl(text(url)))),
  'setRemoteUrl(String,String,String)': (run, [name, url, gitDir]) =>
    done(setUrlIn(run, text(name), text(url), text(gitDir))),
  'addRemoteUrl(String,String)': (run, [name, url]) =>
    done(run.git('config', '--add', `remote.${text(name)}.url`, checkedUrl(text(url)))),
  'getDefaultRemote(String)': (run, [preferred]) => defaultRemote(run, text(preferred)),
};

/** Throws GitException when there is no such remote. */
export async function configuredUrl(run: GitRun, remote: string): Promise<string | null> {
  return onlyLine(await run.git('config', '--get', `remote.${remote}.url`));
}

/** @param gitDir blank: the workspace's */
export async function configuredUrlIn(run: GitRun, remote: string, gitDir: string): Promise<string> {
  const where = gitDir.trim() === '' ? [] : [`--git-dir=${gitDir}`];
  const line = onlyLine(await run.git(...where, 'config', '--get', `remote.${remote}.url`));
  if (line === null) throw gitException(`No output from git config check for ${gitDir}`);
  return line;
}

export async function setUrlIn(run: GitRun, remote: string, url: string, gitDir: string): Promise<void> {
  await run.git(`--git-dir=${gitDir}`, 'config', `remote.${remote}.url`, checkedUrl(url));
}

/** The preferred remote if there is one of that name, else the first. Throws GitException when there is none. */
export async function defaultRemote(run: GitRun, preferred = 'origin'): Promise<string> {
  const remotes = lines(await run.git('remote'));
  const remote = remotes.includes(preferred) ? preferred : remotes[0];
  if (remote === undefined) throw gitException('No remotes found!');
  return remote;
}
