/** org.jenkinsci.plugins.gitclient.PushCommand */
import { flag, optionalText, optionalWhole } from '../arguments.js';
import { gitWithCredentials } from '../credentials/git-with-credentials.js';
import { gitException } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { operand } from '../operands.js';
import { checkedUrl } from '../remote-url.js';
import { UriIsh } from '../values/uri-ish.js';
import { builder } from './builder.js';

export interface PushOptions {
  readonly remote: UriIsh | null;
  readonly refspec?: string | null;
  readonly force?: boolean;
  readonly tags?: boolean;
  /** Minutes. */
  readonly timeout?: number | null;
}

export async function push(run: GitRun, options: PushOptions): Promise<void> {
  const { remote, refspec = null, force = false, tags = false, timeout = null } = options;
  if (remote === null) throw gitException("PushCommand requires a 'remote'");
  const args = ['push', checkedUrl(remote.privateAsciiText)];
  if (refspec !== null) args.push(operand(refspec));
  if (force) args.push('-f');
  if (tags) args.push('--tags');
  const credentials = run.client.credentialsFor(remote.privateText);
  await gitWithCredentials(run, args, { credentials, url: remote, timeout });
}

type State = { -readonly [Name in keyof Required<PushOptions>]: Required<PushOptions>[Name] };

export const pushCommand = builder({
  name: 'org.jenkinsci.plugins.gitclient.PushCommand',
  initial: (): State => ({ remote: null, refspec: null, force: false, tags: false, timeout: null }),
  methods: {
    'to(URIish)': (state, [value]) => (state.remote = UriIsh.from(value)),
    'ref(String)': (state, [value]) => (state.refspec = optionalText(value)),
    'force()': (state) => (state.force = true),
    'force(boolean)': (state, [value]) => (state.force = flag(value)),
    'tags(boolean)': (state, [value]) => (state.tags = flag(value)),
    'timeout(Integer)': (state, [value]) => (state.timeout = optionalWhole(value)),
  },
  execute: push,
});
