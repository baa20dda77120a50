/** hudson.EnvVars: a TreeMap in case-insensitive order, and the platform that its names follow. */
import { declareClass, declareEnum } from '../serial/declare.js';
import { TREE_MAP, caseInsensitiveOrder, stringMap } from '../serial/jdk.js';
import type { JavaObject, JavaValue } from '../serial/model.js';

const PLATFORM = declareEnum('hudson.Platform', ['WINDOWS', 'UNIX']);

const ENV_VARS = declareClass({
  name: 'hudson.EnvVars',
  suid: 4320331661987259022n,
  fields: { platform: 'Lhudson/Platform;' },
  superclass: TREE_MAP,
});

/** Makes an EnvVars; a name that differs from an earlier one in case only replaces its value, as in the TreeMap. */
export function envVars(variables: Iterable<readonly [string, string]>): JavaObject {
  const sorted = new Map<string, readonly [string, string]>();
  for (const [name, value] of variables) {
    const key = caseless(name);
    sorted.set(key, [sorted.get(key)?.[0] ?? name, value]);
  }
  const entries = [...sorted].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, entry]) => entry);
  const platform = process.platform === 'win32' ? PLATFORM.WINDOWS : PLATFORM.UNIX;
  return ENV_VARS.create({ comparator: caseInsensitiveOrder(), platform }, { entries });
}

/** The variables of a received EnvVars or other map of strings, in its order; null values are left out. */
export function readEnvVars(value: JavaValue | undefined): Map<string, string> {
  const variables = new Map<string, string>();
  for (const [name, text] of stringMap(value)) if (text !== null) variables.set(name, text);
  return variables;
}

/** String.CASE_INSENSITIVE_ORDER compares chars by their lower case after their upper case. */
function caseless(name: string): string {
  return name.toUpperCase().toLowerCase();
}
