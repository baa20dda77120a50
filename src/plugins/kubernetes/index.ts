/** The kubernetes plugin: agents in pods. */
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { secretsMasker } from './secrets-masker.js';

/** The pod is about to be deleted: this connection is the last one. */
const disconnectAgent = callable({
  name: 'org.csanchez.jenkins.plugins.kubernetes.KubernetesSlave$SlaveDisconnector',
  run: (_self, { agent }) => {
    agent.stopReconnecting();
    return null;
  },
});

export const declarations = [
  disconnectAgent,
  logFilter('org.csanchez.jenkins.plugins.kubernetes.pipeline.SecretsMasker', secretsMasker),
] satisfies readonly Declaration[];
