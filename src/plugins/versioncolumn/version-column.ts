/** The versioncolumn plugin: takes nodes offline whose agent or Java is not of the version that it wants. */
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

const agentVersion = callable({
  name: 'hudson.plugin.versioncolumn.VersionMonitor$SlaveVersion',
  run: (_self, { agent }) => agent.remotingVersion(),
});

/** The plugin shows this as it is. Any number would be compared with the controller's Java, and there is none here. */
const javaVersion = callable({
  name: 'hudson.plugin.versioncolumn.JVMVersionMonitor$JavaVersion',
  run: () => 'N/A',
});

export const versionColumnCallables = [agentVersion, javaVersion] satisfies Declaration[];
