/** How the installers of tools call operating systems and processors: each in words of its own. */
import { JavaError } from '../../java/java-error.js';
import { systemProperties } from '../../os/machine/system-properties.js';
import { stringArray } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { Declared } from '../../callables/kinds.js';
import { nullableStrings } from '../../callables/shape.js';

/** First match wins: what os.name or os.arch holds, in lower case. */
export type Words<T> = readonly (readonly [RegExp, T])[];

/**
 * The word for a system or a processor.
 * @param installer the Java class whose DetectionFailedException is thrown when there is none
 */
export function detected<T>(words: Words<T | undefined>, text: string, installer: string, failure: string): T {
  const name = text.toLowerCase();
  const word = wordFor(words, name);
  if (word === undefined) throw new JavaError(`${installer}$DetectionFailedException`, `${failure}: ${name}`);
  return word;
}

/** The same, undefined when there is none. */
export function wordFor<T>(words: Words<T>, name: string): T | undefined {
  return words.find(([pattern]) => pattern.test(name))?.[1];
}

/** Declares a callable that answers the values of some system properties, null for those that are not set. */
export function someProperties(name: string): Declared<'callable'> {
  return callable({
    name,
    fields: { properties: nullableStrings },
    run: ({ properties }, { agent }) => {
      const known = systemProperties(agent.ownEnvironment);
      return stringArray((properties ?? []).map((property) => known.get(property) ?? null));
    },
  });
}
