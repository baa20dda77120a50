/** The System Log page of a node. */
import { arrayList } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

/** The newest records first, as hudson.util.RingBufferLogHandler lists them. */
const slaveLogFetcher = callable({
  name: 'hudson.slaves.SlaveComputer$SlaveLogFetcher',
  run: (_self, { agent }) => arrayList([...agent.recentLogRecords()]),
});

export const logCallables = [slaveLogFetcher] satisfies Declaration[];
