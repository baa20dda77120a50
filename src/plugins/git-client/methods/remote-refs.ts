/** What a remote has: `git ls-remote`, which needs no repository and runs in the agent's own directory. */
import { JavaError } from '../../../java/java-error.js';
import { hashMap } from '../../../serial/jdk.js';
import type { JavaValue } from '../../../serial/model.js';
import { flag, optionalText, text } from '../arguments.js';
import { gitWithCredentials } from '../credentials/git-with-credentials.js';
import type { GitRun } from '../git-run.js';
import { operand } from '../operands.js';
import { remoteUrl } from '../remote-url.js';
import { javaSplit } from '../output.js';
import { objectId } from '../values/object-id.js';
import { UriIsh } from '../values/uri-ish.js';
import { atLeast } from '../version.js';
import type { MethodTable } from './method.js';

export const remoteRefMethods: MethodTable = {
  'getHeadRev(String)': (run, [url]) => heads(run, text(url)),
  'getHeadRev(String,String)': (run, [url, spec]) => headOf(run, text(url), text(spec)),
  'getRemoteReferences(String,String,boolean,boolean)': (run, [url, pattern, headsOnly, tagsOnly]) =>
    references(run, text(url), optionalText(pattern), flag(headsOnly), flag(tagsOnly)),
  'getRemoteSymbolicReferences(String,String)': (run, [url, pattern]) =>
    symbolicReferences(run, text(url), optionalText(pattern)),
};

async function lsRemote(run: GitRun, options: readonly string[], url: string, patterns: readonly string[]) {
  const args = ['ls-remote', ...options, ...(await remoteUrl(run, url)), ...patterns.map(operand)];
  const uri = UriIsh.ofRemote(url);
  return gitWithCredentials(run, args, { credentials: run.client.credentialsFor(url), url: uri, workDir: null });
}

async function heads(run: GitRun, url: string): Promise<JavaValue> {
  const found = new Map<string, string>();
  for (const line of javaSplit(await lsRemote(run, ['-h'], url, []))) {
    if (line.length >= 41) found.set(line.slice(41), line.slice(0, 40));
    else await run.log(`Unexpected ls-remote output line '${line}'`);
  }
  return idMap(found);
}

/** The commit of a branch; null when the remote does not have it. A tag's commit is asked for by `^{}`. */
async function headOf(run: GitRun, url: string, spec: string): Promise<JavaValue> {
  const name = branchName(spec);
  const isTag = name.startsWith('refs/tags/');
  const output = await lsRemote(run, isTag ? [] : ['-h'], url, [isTag ? `${name}^{}` : name]);
  return output.length >= 40 ? objectId(output.slice(0, 40)) : null;
}

/**
 * The branch that a branch specification means. Without a known prefix it is what follows the last slash, which is wrong for
 * branches with slashes in their names, but what jobs have come to rely on.
 */
export function branchName(spec: string): string {
  const parts = spec.split('/');
  if (spec.startsWith('remotes/')) return `refs/heads/${parts.slice(2).join('/')}`;
  if (spec.startsWith('refs/remotes/')) return `refs/heads/${parts.slice(3).join('/')}`;
  if (spec.startsWith('refs/heads/') || spec.startsWith('refs/tags/')) return spec;
  const last = javaSplit(spec, '/').at(-1);
  if (last !== undefined) return last;
  throw new JavaError('java.lang.ArrayIndexOutOfBoundsException', 'Index -1 out of bounds for length 0');
}

async function references(
  run: GitRun,
  url: string,
  pattern: string | null,
  headsOnly: boolean,
  tagsOnly: boolean,
): Promise<JavaValue> {
  const options = [...(headsOnly ? ['-h'] : []), ...(tagsOnly ? ['-t'] : [])];
  const output = await lsRemote(run, options, url, pattern === null ? [] : [pattern]);
  const found = new Map<string, string>();
  for (const line of javaSplit(output)) {
    if (line.length < 41) continue;
    const [sha1, name] = [line.slice(0, 40), line.slice(41)];
    // What an annotated tag stands for replaces the tag.
    if (name.startsWith('refs/tags') && name.endsWith('^{}')) found.set(name.replaceAll('^{}', ''), sha1);
    else if (!found.has(name)) found.set(name, sha1);
  }
  return idMap(found);
}

async function symbolicReferences(run: GitRun, url: string, pattern: string | null): Promise<JavaValue> {
  if (!(await atLeast(run, 2, 8))) return hashMap([]);
  const output = await lsRemote(run, ['--symref'], url, pattern === null ? [] : [pattern]);
  const found = new Map<string, string>();
  for (const line of javaSplit(output)) {
    const [, target, name] = /^ref:\s+(\S+)\s+(\S+)$/.exec(line) ?? [];
    if (target !== undefined && name !== undefined) found.set(name, target);
  }
  return hashMap(found);
}

function idMap(ids: ReadonlyMap<string, string>): JavaValue {
  return hashMap([...ids].map(([name, sha1]) => [name, objectId(sha1)] as const));
}
