/** What the command builders do, in the methods that were there before them; and the changelog to streams. */
import { arrayList } from '../../../serial/jdk.js';
import { flag, optionalText, text } from '../arguments.js';
import { changelog } from '../commands/changelog.js';
import type { ChangelogTarget } from '../commands/changelog.js';
import { checkout } from '../commands/checkout.js';
import { CLONE_DEFAULTS, clone } from '../commands/clone.js';
import { fetch } from '../commands/fetch.js';
import { merge } from '../commands/merge.js';
import { push } from '../commands/push.js';
import { gitWithCredentials } from '../credentials/git-with-credentials.js';
import { explained, gitException } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { operand } from '../operands.js';
import { remoteUrl } from '../remote-url.js';
import { sha1Of } from '../values/object-id.js';
import { refSpecTexts } from '../values/ref-spec.js';
import { remoteConfig } from '../values/remote-config.js';
import type { RemoteConfig } from '../values/remote-config.js';
import { UriIsh, uriSyntaxError } from '../values/uri-ish.js';
import { atLeast } from '../version.js';
import { done } from './method.js';
import type { MethodTable } from './method.js';
import { configuredUrl, defaultRemote } from './remote-urls.js';

export const transferMethods: MethodTable = {
  'clone(String,String,boolean,String)': (run, [url, origin, shallow, reference]) =>
    done(cloneUrl(run, text(url), text(origin), flag(shallow), optionalText(reference))),
  'clone(RemoteConfig)': (run, [remote]) => done(cloneRemote(run, remoteConfig(remote), false)),
  'clone(RemoteConfig,boolean)': (run, [remote, shallow]) =>
    done(cloneRemote(run, remoteConfig(remote), flag(shallow))),
  'fetch(URIish,List)': (run, [url, refspecs]) =>
    done(fetch(run, { url: UriIsh.from(url), refspecs: refSpecTexts(refspecs) })),
  'fetch(RemoteConfig)': (run, [remote]) => {
    const { uri, fetch: refspecs } = remoteConfig(remote);
    return done(fetch(run, { url: uri, refspecs }));
  },
  'fetch()': (run) => done(fetchFrom(run, null, [])),
  'fetch(String,String)': (run, [remote, refspec]) => done(fetchFrom(run, optionalText(remote), [text(refspec)])),
  'fetch(String,RefSpec)': (run, [remote, refspec]) =>
    done(fetchFrom(run, optionalText(remote), refSpecTexts(refspec && listOf(refspec)))),
  'fetch(String,RefSpec[])': (run, [remote, refspecs]) =>
    done(fetchFrom(run, optionalText(remote), refSpecTexts(refspecs))),
  'push(String,String)': (run, [remote, refspec]) => done(pushTo(run, text(remote), optionalText(refspec))),
  'push(URIish,String)': (run, [url, refspec]) =>
    done(push(run, { remote: UriIsh.from(url), refspec: optionalText(refspec) })),
  'push(RemoteConfig,String)': (run, [remote, refspec]) =>
    done(pushToConfigured(run, remoteConfig(remote), optionalText(refspec))),
  'prune(RemoteConfig)': (run, [remote]) => done(prune(run, remoteConfig(remote).name)),
  'checkout(String)': (run, [ref]) => done(checkout(run, { ref: optionalText(ref), branch: null })),
  'checkout(String,String)': (run, [ref, branch]) =>
    done(checkout(run, { ref: optionalText(ref), branch: optionalText(branch) })),
  'checkoutBranch(String,String)': (run, [branch, ref]) =>
    done(checkout(run, { ref: optionalText(ref), branch: optionalText(branch), deleteBranch: true })),
  'merge(ObjectId)': (run, [revision]) => done(merge(run, { revision: sha1Of(revision) })),
  'merge(String)': (run, [revision]) =>
    done(explained(`Could not merge ${text(revision)}`, () => run.git('merge', operand(text(revision))))),
  'changelog(String,String,OutputStream)': (run, [from, to, out]) => {
    const stream = run.call.output(out);
    const target = { write: (part: string) => stream.write(Buffer.from(part)), close: () => stream.close() };
    return done(changelogTo(run, text(from), text(to), target).then(() => run.call.follow(stream)));
  },
  'changelog(String,String,Writer)': (run, [from, to, out]) => {
    const writer = run.call.writer(out);
    return done(changelogTo(run, text(from), text(to), writer).then(() => run.call.follow(writer)));
  },
};

function listOf(refspec: Parameters<typeof refSpecTexts>[0]) {
  return arrayList([refspec ?? null]);
}

function cloneUrl(run: GitRun, url: string, origin: string, shallow: boolean, reference: string | null): Promise<void> {
  return clone(run, { ...CLONE_DEFAULTS, url, origin, shallow, reference });
}

function cloneRemote(run: GitRun, { name, uri }: RemoteConfig, shallow: boolean): Promise<void> {
  return cloneUrl(run, uri.privateText, name, shallow, null);
}

/** @param remote null: the default one */
async function fetchFrom(run: GitRun, remote: string | null, refspecs: readonly string[]): Promise<void> {
  await run.log(`Fetching upstream changes${remote === null ? '' : ` from ${remote}`}`);
  const args = ['fetch', '-t'];
  if (await atLeast(run, 2, 20)) args.push('--force');
  const name = remote ?? (await defaultRemote(run));
  const url = await configuredUrl(run, name);
  if (url === null) throw gitException(`remote.${name}.url not defined`);
  args.push(...(await remoteUrl(run, url)), ...refspecs.map(operand));
  await withUrl(run, args, url);
}

async function pushTo(run: GitRun, remote: string, refspec: string | null): Promise<void> {
  const url = await configuredUrl(run, remote);
  if (url === null) throw gitException('bad remote name, URL not set in working copy');
  const uri = UriIsh.parse(url);
  if (!uri) throw gitException('bad repository URL', uriSyntaxError(url));
  await push(run, { remote: uri, refspec });
}

async function pushToConfigured(run: GitRun, { uri }: RemoteConfig, refspec: string | null): Promise<void> {
  const args = ['push', ...(await remoteUrl(run, uri.privateText))];
  if (refspec !== null) args.push(operand(refspec));
  await gitWithCredentials(run, args, { credentials: run.client.credentialsFor(uri.privateText), url: uri });
}

async function prune(run: GitRun, remote: string): Promise<void> {
  const url = await configuredUrl(run, remote);
  if (url !== null && url !== '') await withUrl(run, ['remote', 'prune', operand(remote)], url);
}

async function withUrl(run: GitRun, args: readonly string[], url: string): Promise<void> {
  await gitWithCredentials(run, args, { credentials: run.client.credentialsFor(url), url: UriIsh.ofRemote(url) });
}

function changelogTo(run: GitRun, from: string, to: string, target: ChangelogTarget): Promise<void> {
  return changelog(run, { revisions: [`^${from}`, to] }, target);
}
