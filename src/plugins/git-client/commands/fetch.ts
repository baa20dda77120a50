/** org.jenkinsci.plugins.gitclient.FetchCommand */
import { JavaError } from '../../../java/java-error.js';
import { flag, optionalWhole } from '../arguments.js';
import { gitWithCredentials } from '../credentials/git-with-credentials.js';
import type { GitRun } from '../git-run.js';
import { configuredUrl } from '../methods/remote-urls.js';
import { operand } from '../operands.js';
import { remoteUrl } from '../remote-url.js';
import { refSpecTexts } from '../values/ref-spec.js';
import { UriIsh } from '../values/uri-ish.js';
import { atLeast } from '../version.js';
import { builder } from './builder.js';

export interface FetchOptions {
  readonly url: UriIsh;
  readonly refspecs: readonly string[];
  readonly tags?: boolean;
  readonly prune?: boolean;
  readonly shallow?: boolean;
  readonly depth?: number | null;
  /** Minutes. */
  readonly timeout?: number | null;
}

export async function fetch(run: GitRun, options: FetchOptions): Promise<void> {
  const { url, refspecs, tags = true, prune = false, shallow = false, depth = 1, timeout = null } = options;
  await run.log(`Fetching upstream changes from ${url.text}`);
  const args = ['fetch', tags ? '--tags' : '--no-tags'];
  // From then on, tags that exist already are only updated by force.
  if (await atLeast(run, 2, 20)) args.push('--force');
  if (await atLeast(run, 1, 7, 1)) args.push('--progress');
  if (prune) args.push('--prune');
  if (shallow) args.push(`--depth=${depth ?? 1}`);
  const address = (await atLeast(run, 1, 8)) ? url.privateAsciiText : url.text;
  args.push(...(await remoteUrl(run, address)), ...refspecs.map(operand));
  const credentials = run.client.credentialsFor(url.privateText);
  await gitWithCredentials(run, args, { credentials, url: await addressOf(run, url), timeout });
}

/** The URL behind what may be the name of a remote: no name has any of these characters. */
async function addressOf(run: GitRun, url: UriIsh): Promise<UriIsh> {
  if (url.isRemote || /[:@/\\]/.test(url.text)) return url;
  const configured = UriIsh.parse((await configuredUrl(run, url.text)) ?? '');
  if (configured) return configured;
  await run.log(`Unexpected remote name or URL: '${url.text}'`);
  return url;
}

interface State {
  url: UriIsh | null;
  refspecs: readonly string[];
  tags: boolean;
  prune: boolean;
  shallow: boolean;
  depth: number | null;
  timeout: number | null;
}

export const fetchCommand = builder({
  name: 'org.jenkinsci.plugins.gitclient.FetchCommand',
  initial: (): State => ({
    url: null,
    refspecs: [],
    tags: true,
    prune: false,
    shallow: false,
    depth: 1,
    timeout: null,
  }),
  methods: {
    'from(URIish,List)': (state, [remote, refspecs]) => {
      state.url = UriIsh.from(remote);
      state.refspecs = refSpecTexts(refspecs);
    },
    'prune()': (state) => (state.prune = true),
    'prune(boolean)': (state, [value]) => (state.prune = flag(value)),
    'shallow(boolean)': (state, [value]) => (state.shallow = flag(value)),
    'timeout(Integer)': (state, [value]) => (state.timeout = optionalWhole(value)),
    'tags(boolean)': (state, [value]) => (state.tags = flag(value)),
    'depth(Integer)': (state, [value]) => (state.depth = optionalWhole(value)),
  },
  execute: async (run, { url, ...options }) => {
    if (url !== null) return fetch(run, { url, ...options });
    await run.log('Fetching upstream changes from null');
    throw new JavaError('java.lang.NullPointerException', null);
  },
});
