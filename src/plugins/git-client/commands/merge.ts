/** org.jenkinsci.plugins.gitclient.MergeCommand */
import { constant, flag, optionalText } from '../arguments.js';
import { gitWithCredentials } from '../credentials/git-with-credentials.js';
import { gitException, unlessGitFails } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { configuredUrl, defaultRemote } from '../methods/remote-urls.js';
import { sha1Of } from '../values/object-id.js';
import { UriIsh } from '../values/uri-ish.js';
import { builder } from './builder.js';

export interface MergeOptions {
  /** SHA-1. */
  readonly revision: string | null;
  readonly message?: string | null;
  /** Name of a MergeCommand$Strategy. */
  readonly strategy?: string | null;
  /** Name of a MergeCommand$GitPluginFastForwardMode: FF, FF_ONLY, NO_FF. */
  readonly fastForward?: string | null;
  readonly squash?: boolean;
  readonly commit?: boolean;
}

export async function merge(run: GitRun, options: MergeOptions): Promise<void> {
  const { revision, message = null, fastForward = null, squash = false, commit = true } = options;
  const args = ['merge'];
  if (squash) args.push('--squash');
  if (!commit) args.push('--no-commit');
  if (message !== null && message !== '') args.push('-m', message);
  args.push(...strategyArguments(options.strategy ?? null));
  if (fastForward !== null) args.push(`--${fastForward.toLowerCase().replaceAll('_', '-')}`);
  if (revision === null) throw gitException('MergeCommand requires a revision to merge');
  args.push(revision);
  await mergeWithCredentials(run, args);
}

function strategyArguments(strategy: string | null): string[] {
  if (strategy === null || strategy === 'DEFAULT') return [];
  if (strategy === 'RECURSIVE_THEIRS') return ['-s', 'recursive', '--strategy-option', 'theirs'];
  return ['-s', strategy.toLowerCase()];
}

/** Large files may have to be fetched for the merge. Without a remote there is nothing to fetch from. */
async function mergeWithCredentials(run: GitRun, args: readonly string[]): Promise<void> {
  const configured = await unlessGitFails(null, async () => configuredUrl(run, await defaultRemote(run)));
  if (configured === null) {
    await run.gitWith(args);
    return;
  }
  const url = UriIsh.ofRemote(configured);
  await gitWithCredentials(run, args, { credentials: run.client.credentialsFor(configured), url });
}

type State = { -readonly [Name in keyof Required<MergeOptions>]: Required<MergeOptions>[Name] };

export const mergeCommand = builder({
  name: 'org.jenkinsci.plugins.gitclient.MergeCommand',
  initial: (): State => ({
    revision: null,
    message: null,
    strategy: null,
    fastForward: null,
    squash: false,
    commit: true,
  }),
  methods: {
    'setRevisionToMerge(ObjectId)': (state, [value]) => (state.revision = sha1Of(value)),
    'setMessage(String)': (state, [value]) => (state.message = optionalText(value)),
    'setStrategy(Strategy)': (state, [value]) => (state.strategy = constant(value)),
    'setGitPluginFastForwardMode(GitPluginFastForwardMode)': (state, [value]) => (state.fastForward = constant(value)),
    'setSquash(boolean)': (state, [value]) => (state.squash = flag(value)),
    'setCommit(boolean)': (state, [value]) => (state.commit = flag(value)),
  },
  execute: merge,
});
