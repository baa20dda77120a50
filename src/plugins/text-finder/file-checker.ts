import { filesOf } from '../../os/ant-glob/file-set.js';
import { defaultCharset } from '../../java/charsets/charset.js';
import { readLines } from '../../java/charsets/lines.js';
import { canRead, fileExists } from '../../os/files/attributes.js';
import { childFile } from '../../java/path.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { JavaError } from '../../java/java-error.js';
import { compileJavaRegex } from '../../java/regex/regex.js';
import type { JavaRegex } from '../../java/regex/regex.js';
import { Turns } from '../../os/turns.js';
import { boxBoolean } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { StreamListener } from '../../jenkins/listener/stream-listener.js';
import { any, str } from '../../callables/shape.js';
import { abortException } from './abort-exception.js';

/** Prints the lines of files that an expression matches, and answers whether there are any: { RemoteOutputStream ros }. */
const fileChecker = fileCallable({
  name: 'hudson.plugins.textfinder.TextFinderPublisher$FileChecker',
  fields: { fileSet: str, regexp: str, ros: any },
  run: async ({ fileSet, regexp, ros }, path, context) => {
    const listener = new StreamListener(context.output(ros), defaultCharset.name, context.signal);
    try {
      return boxBoolean(await check(path, fileSet, regexp, listener, context));
    } finally {
      listener.flush();
      listener.follow(context);
    }
  },
});

async function check(
  directory: string,
  fileSet: string,
  regexp: string,
  listener: Listener,
  context: CallableContext,
): Promise<boolean> {
  const files: string[] = [];
  const set = { includes: fileSet, excludes: null, defaultExcludes: true };
  for await (const file of filesOf(directory, set, context.signal)) files.push(childFile(directory, file));
  if (files.length === 0) {
    await listener.println(`[Text Finder] File set '${fileSet}' is empty`);
    throw await abortException(context);
  }
  const regex = await compile(regexp, listener, context);
  let found = false;
  for (const file of files) {
    if (!(await fileExists(file))) await listener.println(`[Text Finder] Unable to find file '${file}'`);
    else if (!(await canRead(file))) await listener.println(`[Text Finder] Unable to read from file '${file}'`);
    else if (await checkFile(file, regex, listener, context)) found = true;
  }
  return found;
}

async function compile(regexp: string, listener: Listener, context: CallableContext): Promise<JavaRegex> {
  try {
    return compileJavaRegex(regexp, { signal: context.signal });
  } catch (error) {
    if (!(error instanceof JavaError) || error.javaClass !== 'java.util.regex.PatternSyntaxException') throw error;
    await listener.println(`[Text Finder] Unable to compile regular expression '${regexp}'`);
    throw await abortException(context);
  }
}

/** What cannot be read counts for nothing. */
async function checkFile(
  file: string,
  regex: JavaRegex,
  listener: Listener,
  { signal }: CallableContext,
): Promise<boolean> {
  try {
    return await printMatches(file, regex, listener, signal);
  } catch (error) {
    if (!(error instanceof JavaError) || signal.aborted) throw error;
    await listener.println(`[Text Finder] Error reading file '${file}' -- ignoring`);
    await listener.println(error.toString());
    return false;
  }
}

async function printMatches(file: string, regex: JavaRegex, listener: Listener, signal: AbortSignal): Promise<boolean> {
  let found = false;
  const turns = new Turns();
  for await (const lines of readLines(await openRandomAccess(file, { signal }), defaultCharset)) {
    for (const line of lines) {
      await turns.next();
      if (!(await regex.find(line))) continue;
      if (!found) await listener.println(`${file}:`);
      await listener.println(line);
      found = true;
    }
  }
  return found;
}

export const textFinderCallables = [fileChecker] satisfies Declaration[];
