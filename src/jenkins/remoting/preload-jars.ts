/**
 * Jars for a class loader. Channel.preloadJar sends PreloadJarTask2 with their bytes since 2024, before that PreloadJarTask,
 * which has the agent fetch them.
 */
import { remoteName } from '../../java/remote-path.js';
import { boxBoolean, urlText } from '../../serial/jdk.js';
import { JavaArray } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { any } from '../../callables/shape.js';

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
      if (mayBeWanted(urlText(url))) pairs.push([urlText(url), await fetchJar(url, context)]);
    }
    return boxBoolean(await keepAll(pairs, context));
  },
});

/** Whether any of them is of use here and new. */
async function keepAll(
  jars: readonly (readonly [url: string, content: JavaValue | undefined])[],
  { channel }: CallableContext,
): Promise<boolean> {
  const { keepJar } = await import('../../callables/preloaded-jars.js');
  let anyNew = false;
  for (const [url, content] of jars) {
    if (!(content instanceof JavaArray) || !Buffer.isBuffer(content.elements)) continue;
    if (await keepJar(channel, remoteName(url), content.elements)) anyNew = true;
  }
  return anyNew;
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
