/** hudson.EnvVars: a TreeMap in case-insensitive order that knows its platform. */
import { declareClass } from '../../../src/serial/declare.js';
import { caseInsensitiveOrder, TREE_MAP } from '../../../src/serial/jdk.js';
import type { JavaObject } from '../../../src/serial/model.js';

const ENV_VARS = declareClass({
  name: 'hudson.EnvVars',
  suid: 4320331661987259022n,
  fields: { platform: 'Lhudson/Platform;' },
  superclass: TREE_MAP,
});

/** Variables as an EnvVars object. */
export function envVars(variables: Readonly<Record<string, string>>): JavaObject {
  const entries = Object.entries(variables).sort(([a], [b]) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1));
  return ENV_VARS.create({ comparator: caseInsensitiveOrder(), platform: null }, { entries });
}
