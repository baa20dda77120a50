/** org.jenkinsci.plugins.gitclient.SubmoduleUpdateCommand: `git submodule update` for one submodule after the other. */
import { flag, optionalText, optionalWhole, text, whole } from '../arguments.js';
import { gitWithCredentials } from '../credentials/git-with-credentials.js';
import { gitException, gitExceptionOf, isGitException } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { configuredUrl, defaultRemote } from '../methods/remote-urls.js';
import { submodulePath, submoduleUrl } from '../methods/submodule-entries.js';
import { operand } from '../operands.js';
import { UriIsh } from '../values/uri-ish.js';
import { atLeast } from '../version.js';
import { builder } from './builder.js';
import { isUsableReference } from './reference.js';

export interface SubmoduleUpdateOptions {
  readonly recursive: boolean;
  /** Follow the branches of the submodules instead of the commits that are recorded. */
  readonly remoteTracking: boolean;
  /** Use the credentials of this repository's remote for all submodules. */
  readonly parentCredentials: boolean;
  readonly shallow: boolean;
  readonly depth: number | null;
  /** Path of a reference repository. */
  readonly reference: string | null;
  /** Submodule -> branch to track. */
  readonly branches: ReadonlyMap<string, string>;
  /** Minutes for each submodule. */
  readonly timeout: number | null;
  /** How many submodules at the same time. */
  readonly threads: number;
}

export const SUBMODULE_UPDATE_DEFAULTS: SubmoduleUpdateOptions = {
  recursive: false,
  remoteTracking: false,
  parentCredentials: false,
  shallow: false,
  depth: 1,
  reference: null,
  branches: new Map(),
  timeout: null,
  threads: 1,
};

const URL_KEYS = String.raw`^submodule\.(.+)\.url`;

export async function submoduleUpdate(run: GitRun, options: SubmoduleUpdateOptions): Promise<void> {
  await run.git('submodule', 'init');
  const args = await updateArguments(run, options);
  let configured: string;
  try {
    configured = await run.git('config', '-f', '.gitmodules', '--get-regexp', URL_KEYS);
  } catch (error) {
    if (!isGitException(error)) throw error;
    await run.error('No submodules found.');
    return;
  }
  const updates: (() => Promise<unknown>)[] = [];
  for (const [, name = ''] of configured.matchAll(/^submodule\.(.+)\.url\s+\S+$/gm)) {
    updates.push(await updateOf(run, name, args, options));
  }
  await several(updates, options.threads);
}

async function updateArguments(run: GitRun, options: SubmoduleUpdateOptions): Promise<string[]> {
  const { recursive, remoteTracking, branches, reference, shallow, depth } = options;
  const args = ['submodule', 'update'];
  if (recursive) args.push('--init', '--recursive');
  if (remoteTracking && (await atLeast(run, 1, 8, 2))) {
    args.push('--remote');
    for (const [submodule, branch] of branches) {
      await run.git('config', '-f', '.gitmodules', `submodule.${submodule}.branch`, operand(branch));
    }
  }
  if (reference !== null && reference !== '' && (await isUsableReference(run, reference))) {
    args.push('--reference', reference);
  }
  if (shallow && (await atLeast(run, 1, 8, 4))) args.push(`--depth=${depth ?? 1}`);
  return args;
}

/** What updates one submodule. Its URL and path are asked for now: all before the first is updated. */
async function updateOf(
  run: GitRun,
  name: string,
  args: readonly string[],
  { parentCredentials, timeout }: SubmoduleUpdateOptions,
): Promise<() => Promise<unknown>> {
  const url = UriIsh.parse((await submoduleUrl(run, name)) ?? '');
  if (!url) {
    await run.error(`Invalid repository for ${name}`);
    throw gitException(`Invalid repository for ${name}`);
  }
  const key = parentCredentials ? await parentUrl(run) : url.privateText;
  const credentials = run.client.credentialsFor(key);
  const path = await submodulePath(run, name);
  const command = [...args, ...(path === null ? [] : [operand(path)])];
  return () => gitWithCredentials(run, command, { credentials, url, timeout });
}

async function parentUrl(run: GitRun): Promise<string> {
  const configured = await configuredUrl(run, await defaultRemote(run));
  const url = UriIsh.parse(configured ?? '');
  if (url) return url.privateText;
  await run.error(`Invalid URI for ${configured ?? 'null'}`);
  throw gitException(`Invalid URI for ${configured ?? 'null'}`);
}

/** Runs actions, some at a time. The first that fails ends it: no further one is started. GitException around what it threw. */
async function several(actions: readonly (() => Promise<unknown>)[], atOnce: number): Promise<void> {
  const rest = actions[Symbol.iterator]();
  let failed = false;
  const worker = async () => {
    for (const action of rest) {
      if (failed) return;
      await action().catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: Math.max(1, atOnce) }, worker));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (!failure) return;
  throw isGitException(failure.reason) ? gitExceptionOf(failure.reason) : (failure.reason as Error);
}

type State = { -readonly [Name in keyof SubmoduleUpdateOptions]: SubmoduleUpdateOptions[Name] };

export const submoduleUpdateCommand = builder({
  name: 'org.jenkinsci.plugins.gitclient.SubmoduleUpdateCommand',
  initial: (): State => ({ ...SUBMODULE_UPDATE_DEFAULTS }),
  methods: {
    'recursive(boolean)': (state, [value]) => (state.recursive = flag(value)),
    'remoteTracking(boolean)': (state, [value]) => (state.remoteTracking = flag(value)),
    'parentCredentials(boolean)': (state, [value]) => (state.parentCredentials = flag(value)),
    'ref(String)': (state, [value]) => (state.reference = optionalText(value)),
    'useBranch(String,String)': (state, [submodule, branch]) =>
      (state.branches = new Map([...state.branches, [text(submodule), text(branch)]])),
    'timeout(Integer)': (state, [value]) => (state.timeout = optionalWhole(value)),
    'shallow(boolean)': (state, [value]) => (state.shallow = flag(value)),
    'depth(Integer)': (state, [value]) => (state.depth = optionalWhole(value)),
    'threads(int)': (state, [value]) => (state.threads = whole(value)),
  },
  execute: submoduleUpdate,
});
