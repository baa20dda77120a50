/** Submodules: their URLs, and commands that go through all of them. */
import { arrayList, boxBoolean, listValues } from '../../../serial/jdk.js';
import { JavaObject } from '../../../serial/model.js';
import type { JavaValue } from '../../../serial/model.js';
import { flag, object, optionalText, text } from '../arguments.js';
import { SUBMODULE_UPDATE_DEFAULTS, submoduleUpdate } from '../commands/submodule-update.js';
import type { GitRun } from '../git-run.js';
import { operand } from '../operands.js';
import { checkedUrl } from '../remote-url.js';
import { indexEntry } from '../values/git-objects.js';
import { fixSubmoduleUrls } from './fix-submodule-urls.js';
import { done } from './method.js';
import type { MethodTable } from './method.js';
import { defaultRemote } from './remote-urls.js';
import { hasGitDir } from './repository.js';
import { listSubmodules, setSubmoduleUrl, submoduleUrl } from './submodule-entries.js';

export const submoduleMethods: MethodTable = {
  'hasGitModules()': async (run) => boxBoolean(await hasGitDir(run, '.gitmodules')),
  'hasGitModules(String)': async (run) => boxBoolean(await hasGitDir(run, '.gitmodules')),
  'getSubmodules(String)': async (run, [tree]) => arrayList((await listSubmodules(run, text(tree))).map(indexEntry)),
  'addSubmodule(String,String)': (run, [url, folder]) =>
    done(run.git('submodule', 'add', checkedUrl(text(url)), operand(text(folder)))),
  'submoduleInit()': (run) => done(run.git('submodule', 'init')),
  'submoduleSync()': (run) => done(run.git('submodule', 'sync')),
  'submoduleClean(boolean)': (run, [recursive]) => done(submoduleClean(run, flag(recursive))),
  'getSubmoduleUrl(String)': (run, [name]) => submoduleUrl(run, text(name)),
  'setSubmoduleUrl(String,String)': (run, [name, url]) => done(setSubmoduleUrl(run, text(name), text(url))),
  'fixSubmoduleUrls(String,TaskListener)': (run, [remote]) => done(fixSubmoduleUrls(run, text(remote))),
  'setupSubmoduleUrls(String,TaskListener)': (run, [remote]) => done(setupSubmoduleUrls(run, text(remote))),
  'setupSubmoduleUrls(Revision,TaskListener)': (run, [revision]) => done(setupUrlsOf(run, object(revision))),
  'submoduleUpdate(boolean)': (run, [recursive]) => done(update(run, { recursive: flag(recursive) })),
  'submoduleUpdate(boolean,String)': (run, [recursive, reference]) =>
    done(update(run, { recursive: flag(recursive), reference: optionalText(reference) })),
  'submoduleUpdate(boolean,boolean)': (run, [recursive, tracking]) =>
    done(update(run, { recursive: flag(recursive), remoteTracking: flag(tracking) })),
  'submoduleUpdate(boolean,boolean,String)': (run, [recursive, tracking, reference]) =>
    done(
      update(run, {
        recursive: flag(recursive),
        remoteTracking: flag(tracking),
        reference: optionalText(reference),
      }),
    ),
};

function update(run: GitRun, options: Partial<typeof SUBMODULE_UPDATE_DEFAULTS>): Promise<void> {
  return submoduleUpdate(run, { ...SUBMODULE_UPDATE_DEFAULTS, ...options });
}

async function submoduleClean(run: GitRun, recursive: boolean): Promise<void> {
  await run.git('submodule', 'foreach', '--recursive', 'git reset --hard');
  await run.git('submodule', 'foreach', ...(recursive ? ['--recursive'] : []), 'git clean -fdx');
}

async function setupSubmoduleUrls(run: GitRun, remote: string): Promise<void> {
  await run.git('submodule', 'init');
  await run.git('submodule', 'sync');
  await fixSubmoduleUrls(run, remote);
}

/** The remote is guessed from the names of the revision's branches: `origin/main`. */
async function setupUrlsOf(run: GitRun, revision: JavaObject): Promise<void> {
  const branches = listValues(revision.get('branches') ?? null);
  const names = branches.map((branch: JavaValue) => (branch instanceof JavaObject ? branch.get('name') : null));
  const withSlash = names.find((name): name is string => typeof name === 'string' && name.includes('/'));
  const preferred = withSlash === undefined ? 'origin' : withSlash.slice(0, withSlash.indexOf('/'));
  await setupSubmoduleUrls(run, await defaultRemote(run, preferred));
}
