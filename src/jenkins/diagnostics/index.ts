/** What the pages of a node ask for: system information, log, load statistics, script console; and the daily clean-up. */
import type { Declaration } from '../../callables/kinds.js';
import { classLoadingCallables } from './class-loading.js';
import { exportTableCallables } from './export-table.js';
import { heapDumpCallables } from './heap-dump.js';
import { hostNameCallables } from './host-name.js';
import { logCallables } from './log-records.js';
import { propertyCallables } from './properties.js';
import { scriptCallables } from './script.js';
import { threadDumpCallables } from './thread-dump.js';
import { workspaceCleanUpCallables } from './workspace-clean-up.js';

export const declarations: readonly Declaration[] = [
  ...logCallables,
  ...propertyCallables,
  ...threadDumpCallables,
  ...hostNameCallables,
  ...classLoadingCallables,
  ...exportTableCallables,
  ...heapDumpCallables,
  ...scriptCallables,
  ...workspaceCleanUpCallables,
];
