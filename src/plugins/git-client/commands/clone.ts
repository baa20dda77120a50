/** org.jenkinsci.plugins.gitclient.CloneCommand: not `git clone`, but init and fetch. */
import { JavaError } from '../../../java/java-error.js';
import { deleteContents } from '../../../os/files/delete.js';
import { flag, optionalText, optionalWhole, text } from '../arguments.js';
import { gitException, isInterruption } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { refSpecTexts } from '../values/ref-spec.js';
import { UriIsh, uriSyntaxError } from '../values/uri-ish.js';
import { builder } from './builder.js';
import { fetch } from './fetch.js';
import { init } from './init.js';
import { borrowObjects } from './reference.js';

export interface CloneOptions {
  readonly url: string | null;
  /** Name of the remote. */
  readonly origin: string;
  readonly reference: string | null;
  /** Borrow objects from the origin itself, which then is a local directory. */
  readonly shared: boolean;
  readonly shallow: boolean;
  readonly depth: number | null;
  readonly timeout: number | null;
  readonly tags: boolean;
  /** null: all branches. */
  readonly refspecs: readonly string[] | null;
}

export const CLONE_DEFAULTS = {
  origin: 'origin',
  reference: null,
  shared: false,
  shallow: false,
  depth: 1,
  timeout: null,
  tags: true,
  refspecs: null,
} satisfies Partial<CloneOptions>;

export async function clone(run: GitRun, options: CloneOptions): Promise<void> {
  const { origin, shallow, depth, timeout, tags } = options;
  const url = options.url ?? '';
  const uri = UriIsh.parse(url);
  if (!uri) {
    const message = `Invalid repository ${options.url ?? 'null'}`;
    await run.log(message);
    throw new JavaError('java.lang.IllegalArgumentException', message, { cause: uriSyntaxError(url) });
  }
  await run.log(`Cloning repository ${url}`);
  await emptyWorkspace(run);
  await init(run, run.workspace);
  const reference = await referenceOf(run, options);
  if (reference !== null) await borrowObjects(run, reference);
  const refspecs = options.refspecs ?? [`+refs/heads/*:refs/remotes/${origin}/*`];
  await fetch(run, { url: uri, refspecs, shallow, depth, timeout, tags });
  await run.git('config', `remote.${origin}.url`, url);
  for (const refspec of refspecs) await run.git('config', '--add', `remote.${origin}.fetch`, refspec);
}

async function emptyWorkspace(run: GitRun): Promise<void> {
  try {
    await deleteContents(run.workspace, { signal: run.signal });
  } catch (error) {
    if (isInterruption(error)) throw error;
    await run.error('Failed to clean the workspace');
    await run.log(String(error));
    throw gitException('Failed to delete workspace', error);
  }
}

async function referenceOf(run: GitRun, { shared, reference, url }: CloneOptions): Promise<string | null> {
  const given = reference === '' ? null : reference;
  if (!shared) return given;
  if (given === null) return url;
  await run.log('[WARNING] Both shared and reference is used, shared is ignored.');
  return given;
}

type State = { -readonly [Name in keyof CloneOptions]: CloneOptions[Name] };

export const cloneCommand = builder({
  name: 'org.jenkinsci.plugins.gitclient.CloneCommand',
  initial: (): State => ({ ...CLONE_DEFAULTS, url: null }),
  methods: {
    'url(String)': (state, [value]) => (state.url = text(value)),
    'repositoryName(String)': (state, [value]) => (state.origin = text(value)),
    'shared()': (state) => (state.shared = true),
    'shared(boolean)': (state, [value]) => (state.shared = flag(value)),
    'shallow()': (state) => (state.shallow = true),
    'shallow(boolean)': (state, [value]) => (state.shallow = flag(value)),
    // There never is a checkout.
    'noCheckout()': () => undefined,
    'tags(boolean)': (state, [value]) => (state.tags = flag(value)),
    'reference(String)': (state, [value]) => (state.reference = optionalText(value)),
    'timeout(Integer)': (state, [value]) => (state.timeout = optionalWhole(value)),
    'depth(Integer)': (state, [value]) => (state.depth = optionalWhole(value)),
    'refspecs(List)': (state, [value]) => (state.refspecs = refSpecTexts(value)),
  },
  execute: clone,
});
