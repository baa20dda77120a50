import { killByEnvironment } from '../../../host/process/process-tree/index.js';
import { stringMap } from '../../../serial/jdk.js';
import { callable } from '../../callable.js';
import { any } from '../../shape.js';

/**
 * Kills every process whose environment has all the given variables, with its descendants: sent at the end of builds and
 * when one is stopped. The official agent asks the controller for vetoes first; without them there is nothing to ask.
 */
export const killTask = callable({
  name: 'hudson.Launcher$RemoteLauncher$KillTask',
  fields: { modelEnvVars: any },
  run: async ({ modelEnvVars }, { signal }) => {
    const pairs = [...stringMap(modelEnvVars)].map(([name, value]) => [name, value ?? ''] as const);
    try {
      await killByEnvironment(pairs, signal);
    } catch (error) {
      // As the official agent: a caller that does not wait any longer gets no error for it.
      if (!signal.aborted) throw error;
    }
    return null;
  },
});
