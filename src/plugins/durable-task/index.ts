/** sh, bat, powershell and pwsh steps of Pipelines. Class names begin with `org.jenkinsci.plugins.durabletask.`. */
import type { Declaration } from '../../callables/kinds.js';
import { getAgentInfo } from './agent-info.js';
import { fileMonitoringCallables } from './file-monitoring.js';
import { startWatching } from './start-watching.js';
import { zosCallables } from './zos.js';

export const declarations = [
  getAgentInfo,
  startWatching,
  ...fileMonitoringCallables,
  ...zosCallables,
] satisfies readonly Declaration[];
