/**
 * Jars for a class loader. Channel.preloadJar sends PreloadJarTask2 with their bytes since 2024, before that PreloadJarTask,
 * which has the agent fetch them.
 */
import { remoteName } from '../../java/remote-path.js';
import { boxBoolean, urlText } from '../../serial/jdk.js';
import { JavaArray } from '../../serial/model.js';
import type { CallChannel } from '../../remoting/call.js';
import type { JavaValue } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { any } from '../../callables/shape.js';

/** URLs that a channel has brought. */
const brought = new WeakMap<CallChannel, Set<string>>();

/** { byte[][] contents, URL[] jars } */
const withContents = callable({
  name: 'hudson.remoting.PreloadJarTask2',
  fields: { contents: any, jars: any },
  run: async ({ contents, jars }, context) => {
    const bytes = elements(contents);
    const pairs = elements(jars).map((url, i) => [urlText(url), bytes[i]] as const);
    return boxBoolean(await keepAll(pairs, context));
  },
});

/** { URL[] jars } */
const toFetch = callable({
  name: 'hudson.remoting.PreloadJarTask',
  fields: { jars: any },
  run: async ({ jars }, context) => {
    const { mayBeWanted } = await import('../../callables/preloaded-jars.js');
    const pairs: (readonly [string, JavaValue])[] = [];
    for (const url of elements(jars)) {
      pairs.push([urlText(url), mayBeWanted(urlText(url)) ? await fetchJar(url, context) : null]);
    }
    return boxBoolean(await keepAll(pairs, context));
  },
});

/** Whether the channel brings any of them for the first time, kept or not. */
async function keepAll(
  jars: readonly (readonly [url: string, content: JavaValue | undefined])[],
  { channel }: CallableContext,
): Promise<boolean> {
  const { keepJar } = await import('../../callables/preloaded-jars.js');
  const seen = brought.get(channel) ?? new Set<string>();
  brought.set(channel, seen);
  const before = seen.size;
  for (const [url, content] of jars) {
    seen.add(url);
    if (!(content instanceof JavaArray) || !Buffer.isBuffer(content.elements)) continue;
    await keepJar(channel, remoteName(url), content.elements);
  }
  return seen.size > before;
}

async function fetchJar(url: JavaValue, { channel, classLoader, signal }: CallableContext): Promise<JavaValue> {
  if (classLoader === null) return null;
  const loader = 'hudson.remoting.RemoteClassLoader$IClassLoader';
  return channel.invoke(classLoader, loader, 'fetchJar', ['java.net.URL'], [url], signal);
}

function elements(array: JavaValue): readonly JavaValue[] {
  return array instanceof JavaArray && Array.isArray(array.elements) ? array.elements : [];
}

export const preloadCallables = [toFetch, withContents];
