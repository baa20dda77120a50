/** System properties and environment, as the System Information page lists them. */
import { systemProperties } from '../../os/machine/system-properties.js';
import { treeMap } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

const getSystemProperties = callable({
  name: 'hudson.util.RemotingDiagnostics$GetSystemProperties',
  run: (_self, { agent }) => sortedMap(systemProperties(agent.ownEnvironment)),
});

const listFullEnvironment = callable({
  name: 'hudson.slaves.SlaveComputer$ListFullEnvironment',
  run: (_self, { agent }) => sortedMap(Object.entries(agent.environment)),
});

export const propertyCallables = [getSystemProperties, listFullEnvironment] satisfies Declaration[];

/** A TreeMap of strings in their natural order. */
export function sortedMap(entries: Iterable<readonly [string, string]>): JavaObject {
  return treeMap([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
