/** How many classes and resources a JVM had to fetch from the controller: none, and in no time. */
import { boxInt, boxLong } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

const loadingCount = callable({ name: 'hudson.slaves.SlaveComputer$LoadingCount', run: () => boxInt(0) });
/** Nanoseconds. */
const loadingTime = callable({ name: 'hudson.slaves.SlaveComputer$LoadingTime', run: () => boxLong(0n) });
const loadingPrefetchCacheCount = callable({
  name: 'hudson.slaves.SlaveComputer$LoadingPrefetchCacheCount',
  run: () => boxInt(0),
});

export const classLoadingCallables = [loadingCount, loadingTime, loadingPrefetchCacheCount] satisfies Declaration[];
