/** sh, bat, powershell and pwsh steps of Pipelines. Class names begin with `org.jenkinsci.plugins.durabletask.`. */
import type { AnyCallable } from '../../callables/callable.js';
import { getAgentInfo } from './agent-info.js';
import { fileMonitoringCallables } from './file-monitoring.js';
import { startWatching } from './start-watching.js';
import { zosCallables } from './zos.js';

export const durableTaskCallables = [
  getAgentInfo,
  startWatching,
  ...fileMonitoringCallables,
  ...zosCallables,
] satisfies readonly AnyCallable[];
