/** org.jenkinsci.plugins.gitclient.CheckoutCommand */
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { EnvVars } from '../../../os/process/environment.js';
import { flag, optionalText, optionalWhole, texts } from '../arguments.js';
import { credentials } from '../credentials/credentials.js';
import type { Credentials } from '../credentials/credentials.js';
import { gitWithCredentials } from '../credentials/git-with-credentials.js';
import { gitException, gitLockFailed, isGitException, isInterruption } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { deleteBranch, listBranches } from '../methods/branches.js';
import { configuredUrl } from '../methods/remote-urls.js';
import { operand } from '../operands.js';
import { UriIsh } from '../values/uri-ish.js';
import { builder } from './builder.js';
import { sparseCheckout } from './sparse-checkout.js';

export interface CheckoutOptions {
  readonly ref: string | null;
  /** A branch to create there; null: the head is detached. */
  readonly branch: string | null;
  readonly deleteBranch?: boolean;
  readonly sparseCheckoutPaths?: readonly string[];
  /** Minutes. */
  readonly timeout?: number | null;
  /** Remote to fetch large files from after the checkout; null: the smudge filter does it meanwhile. */
  readonly lfsRemote?: string | null;
  readonly lfsCredentials?: Credentials | null;
}

/** Throws GitLockFailedException when the index is locked: the git plugin tries again then. */
export async function checkout(run: GitRun, options: CheckoutOptions): Promise<void> {
  const { ref, branch } = options;
  const started = Math.floor(Date.now() / 1000) * 1000;
  try {
    await checkOut(run, options);
  } catch (error) {
    if (isInterruption(error)) await removeOwnLock(run, started);
    if (!isGitException(error)) throw error;
    if (error.javaMessage?.includes('index.lock') === true) {
      throw gitLockFailed('Could not lock repository. Please try again', error);
    }
    const where = ref ?? 'null';
    const what = branch === null ? where : `${branch} with start point ${where}`;
    throw gitException(`Could not checkout ${what}`, error);
  }
}

async function checkOut(run: GitRun, options: CheckoutOptions): Promise<void> {
  const { branch, sparseCheckoutPaths = [], timeout = null, lfsRemote = null } = options;
  const ref = options.ref === null ? [] : [options.ref];
  await sparseCheckout(run, sparseCheckoutPaths, lfsRemote !== null);
  const environment = new EnvVars(run.client.environment);
  // One `git lfs pull` afterwards is much faster than the filter for each file.
  if (lfsRemote !== null) environment.set('GIT_LFS_SKIP_SMUDGE', '1');
  if (branch !== null && options.deleteBranch === true) {
    await run.gitWith(['checkout', '-f'], { environment, timeout, operands: ref });
    for (const { name } of await listBranches(run)) if (name === branch) await deleteBranch(run, branch);
  }
  const [mode, names] = branch === null ? ['-f', ref] : ['-b', [branch, ...ref]];
  await run.gitWith(['checkout', mode], { environment, timeout, operands: names });
  if (lfsRemote !== null) await pullLargeFiles(run, lfsRemote, options.lfsCredentials ?? null, timeout);
}

async function pullLargeFiles(
  run: GitRun,
  remote: string,
  given: Credentials | null,
  timeout: number | null,
): Promise<void> {
  const configured = await configuredUrl(run, remote);
  const url = UriIsh.ofRemote(configured);
  const found = given ?? run.client.credentialsFor(configured);
  await gitWithCredentials(run, ['lfs', 'pull', operand(remote)], { credentials: found, url, timeout });
}

/** A git that was killed leaves its lock behind; one from before this checkout is somebody else's. File times count seconds. */
async function removeOwnLock(run: GitRun, started: number): Promise<void> {
  const lock = path.join(run.workspace, '.git', 'index.lock');
  try {
    if ((await stat(lock)).mtimeMs >= started) await rm(lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw gitException('Could not remove index lock file on interrupting thread', error);
  }
}

type State = { -readonly [Name in keyof Required<CheckoutOptions>]: Required<CheckoutOptions>[Name] };

export const checkoutCommand = builder({
  name: 'org.jenkinsci.plugins.gitclient.CheckoutCommand',
  initial: (): State => ({
    ref: null,
    branch: null,
    deleteBranch: false,
    sparseCheckoutPaths: [],
    timeout: null,
    lfsRemote: null,
    lfsCredentials: null,
  }),
  methods: {
    'ref(String)': (state, [value]) => (state.ref = optionalText(value)),
    'branch(String)': (state, [value]) => (state.branch = optionalText(value)),
    'deleteBranchIfExist(boolean)': (state, [value]) => (state.deleteBranch = flag(value)),
    'sparseCheckoutPaths(List)': (state, [value]) => (state.sparseCheckoutPaths = texts(value)),
    'timeout(Integer)': (state, [value]) => (state.timeout = optionalWhole(value)),
    'lfsRemote(String)': (state, [value]) => (state.lfsRemote = optionalText(value)),
    'lfsCredentials(StandardCredentials)': (state, [value]) => (state.lfsCredentials = credentials(value)),
  },
  execute: checkout,
});
