/** Which requests of a controller are made for builds: those that start processes, and those for files but for its monitors'. */
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';

const ON_FILES = 'hudson.FilePath$FileCallableWrapper';
const STARTS_A_PROCESS = /^hudson\.Launcher\$Remote|^org\.jenkinsci\.plugins\.durabletask\./;
/** Asked of every agent once in a while (hudson.node_monitors.NodeMonitor). */
const OF_MONITORS = /^hudson\.node_monitors\./;

export function isForABuild(callable: JavaValue): boolean {
  if (!(callable instanceof JavaObject)) return false;
  if (callable.className !== ON_FILES) return STARTS_A_PROCESS.test(callable.className);
  const inner: JavaValue | undefined = callable.get('callable');
  return !(inner instanceof JavaObject && OF_MONITORS.test(inner.className));
}
