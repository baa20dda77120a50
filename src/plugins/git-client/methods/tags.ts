/** Tags of the repository and of its remote. */
import { defaultCharset } from '../../../java/charsets/charset.js';
import { JavaError } from '../../../java/java-error.js';
import { arrayList, boxBoolean, emptySet, hashSet } from '../../../serial/jdk.js';
import type { JavaValue } from '../../../serial/model.js';
import { optionalText, text } from '../arguments.js';
import { explained, gitException, isGitException, isInterruption, unlessGitFails } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { operand } from '../operands.js';
import { remoteUrl } from '../remote-url.js';
import { javaSplit, lines } from '../output.js';
import { gitObject, tag } from '../values/git-objects.js';
import type { NamedId } from '../values/git-objects.js';
import { done } from './method.js';
import type { MethodTable } from './method.js';
import { localRefs } from './refs.js';
import { configuredUrl } from './remote-urls.js';

export const tagMethods: MethodTable = {
  'tag(String,String)': (run, [name, comment]) => done(createTag(run, tagName(name), text(comment))),
  'tagExists(String)': async (run, [name]) => boxBoolean(await tagExists(run, text(name))),
  'getTagMessage(String)': (run, [name]) => tagMessage(run, text(name)),
  'deleteTag(String)': (run, [name]) => done(deleteTag(run, tagName(name))),
  'getTagNames(String)': async (run, [pattern]) => hashSet(await tagNames(run, optionalText(pattern))),
  'getRemoteTagNames(String)': async (run, [pattern]) => hashSet(await remoteTagNames(run, optionalText(pattern))),
  'getTags()': (run) => tags(run),
  'getTagsOnCommit(String)': async (run, [revision]) => arrayList((await tagsOn(run, text(revision))).map(tag)),
};

function tagName(value: JavaValue | undefined): string {
  return operand(text(value).replaceAll(' ', '_'));
}

async function createTag(run: GitRun, name: string, comment: string): Promise<void> {
  await explained(`Could not apply tag ${name}`, () => run.git('tag', '-a', '-f', '-m', comment, name));
}

async function tagExists(run: GitRun, name: string): Promise<boolean> {
  return (await run.git('tag', '-l', operand(name))).trim() === name;
}

/** `git tag -n` indents the message by four spaces. */
async function tagMessage(run: GitRun, name: string): Promise<string> {
  const output = await run.git('tag', '-l', operand(name), '-n10000');
  // What the official agent has to say of a tag that is not there.
  if (output.length < name.length) throw substringError(name.length, output.length);
  return output.slice(name.length).replace(/^ {4}/gm, '').trim();
}

/** String.substring(begin) of a String that is too short. */
function substringError(begin: number, length: number): JavaError {
  const message = `begin ${begin}, end ${length}, length ${length}`;
  return new JavaError('java.lang.StringIndexOutOfBoundsException', message);
}

async function deleteTag(run: GitRun, name: string): Promise<void> {
  await explained(`Could not delete tag ${name}`, () => run.git('tag', '-d', name));
}

async function tagNames(run: GitRun, pattern: string | null): Promise<string[]> {
  return failing('Error retrieving tag names', async () =>
    lines(await run.git('tag', '-l', ...(pattern === null ? [] : [operand(pattern)]))),
  );
}

async function remoteTagNames(run: GitRun, pattern: string | null): Promise<string[]> {
  return failing('Error retrieving remote tag names', async () => {
    const url = await configuredUrl(run, 'origin');
    const remote = url === null ? [] : await remoteUrl(run, url);
    const output = await run.git('ls-remote', '--tags', ...remote, ...(pattern === null ? [] : [operand(pattern)]));
    return lines(output).map((line) => afterLast(line, 'refs/tags/'));
  });
}

function afterLast(text: string, beginning: string): string {
  const at = text.lastIndexOf(beginning);
  return at < 0 ? text : text.slice(at + beginning.length);
}

/** Here even an interruption is a GitException. */
async function failing<T>(message: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw isGitException(error) || isInterruption(error) ? gitException(message, error) : error;
  }
}

/** Each tag with its commit: lines of `git show-ref --tags -d`, where `^{}` marks what an annotated tag stands for. */
async function tags(run: GitRun): Promise<JavaValue> {
  const output = await unlessGitFails('', () => run.git('show-ref', '--tags', '-d'));
  const all = javaSplit(output, /[\n\r]/).filter((line) => line !== '');
  if (all.length === 0) return emptySet();
  const found = new Map<string, string>();
  for (const line of all) {
    const match = /([0-9a-fA-F]{40})\s+refs\/tags\/([^^]+)(\^\{\})?/.exec(line);
    if (!match) {
      await run.log(`git show-ref --tags -d output not matched in line: ${line}`);
      continue;
    }
    const [, sha1 = '', name = '', peeled] = match;
    if (peeled !== undefined || !found.has(name)) found.set(name, sha1);
  }
  return hashSet([...found].map(([name, sha1]) => gitObject({ name, sha1 })));
}

/** Lightweight tags of a commit; without a command in the log, as the official agent reads them with JGit. */
async function tagsOn(run: GitRun, revision: string): Promise<NamedId[]> {
  const { status, stdout } = await run.quietly(['rev-parse', '--verify', '--quiet', operand(revision)]);
  const wanted = status === 0 ? defaultCharset.decode(stdout).trim() : null;
  const refs = await localRefs(run, 'refs/tags');
  return refs
    .filter(({ sha1 }) => sha1 === wanted)
    .map(({ name, sha1 }) => ({ name: name.slice('refs/tags/'.length), sha1 }));
}
