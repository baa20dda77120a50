/**
 * Where the remote is a repository with a work tree on this machine, its submodules are cloned from that work tree:
 * CliGitAPIImpl.fixSubmoduleUrls. Whether a remote has a work tree can only be told for local ones; for others a URL that
 * ends in `/.git` says so.
 */
import { childFile } from '../../../java/path.js';
import { gitException, isGitException, unlessGitFails } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { configuredUrl, configuredUrlIn, setUrlIn } from './remote-urls.js';
import { hasGitDir, isBareRepository } from './repository.js';
import { listSubmodules, setSubmoduleUrl } from './submodule-entries.js';

export async function fixSubmoduleUrls(run: GitRun, remote: string): Promise<void> {
  const url = await urlOf(run, remote);
  const gitEnd = childFile('', '.git');
  const origin = uriPath(url.endsWith(gitEnd) ? url.slice(0, -gitEnd.length) : url);
  // Something like user@host:path, of which nothing can be told.
  if (origin === null) return;
  const bare = (origin.local ? await isBareAt(run, origin.path) : null) ?? !url.endsWith(gitEnd);
  if (bare) return;
  // It may fail where there is no HEAD yet.
  await unlessGitFails(undefined, () => pointToWorkTree(run, origin.path));
}

async function urlOf(run: GitRun, remote: string): Promise<string> {
  try {
    const url = await configuredUrl(run, remote);
    if (url === null) throw gitException(`remote.${remote}.url not defined in workspace`);
    return url;
  } catch (error) {
    if (!isGitException(error)) throw error;
    throw gitException(`Could not determine remote.${remote}.url`, error);
  }
}

/** The path of a URL, and whether it is on this machine; null for what java.net.URI does not take. */
function uriPath(url: string): { path: string; local: boolean } | null {
  if (/\s/.test(url)) return null;
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/]*))?(\/.*)?$/.exec(url);
  if (match) {
    const [, scheme = '', host = '', path = ''] = match;
    return { path, local: scheme.toLowerCase() === 'file' && host === '' };
  }
  return /^[^/]*:/.test(url) ? null : { path: url, local: true };
}

async function isBareAt(run: GitRun, path: string): Promise<boolean | null> {
  for (const candidate of [path, childFile(path, '.git')]) {
    const bare = await unlessGitFails<boolean | null>(null, () => isBareRepository(run, candidate));
    if (bare !== null) return bare;
  }
  return null;
}

async function pointToWorkTree(run: GitRun, origin: string): Promise<void> {
  for (const { file } of await listSubmodules(run, 'HEAD')) {
    const url = childFile(origin, file);
    await setSubmoduleUrl(run, file, url);
    // One that has been cloned already has a remote of its own.
    const gitDir = childFile(file, '.git');
    if ((await hasGitDir(run, gitDir)) && (await configuredUrlIn(run, 'origin', gitDir)) !== '') {
      await setUrlIn(run, 'origin', url, gitDir);
    }
  }
}
