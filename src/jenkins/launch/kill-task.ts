import { killByEnvironment } from '../../os/process/process-tree/index.js';
import { stringMap } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import { any } from '../../callables/shape.js';
import { vetoes } from './vetoes.js';

/**
 * Kills every process whose environment has all the given variables, with its descendants: sent at the end of builds and
 * when one is stopped. Those that the controller has a veto against stay.
 */
export const killTask = callable({
  name: 'hudson.Launcher$RemoteLauncher$KillTask',
  fields: { modelEnvVars: any },
  run: async ({ modelEnvVars }, context) => {
    const pairs = [...stringMap(modelEnvVars)].map(([name, value]) => [name, value ?? ''] as const);
    try {
      await killByEnvironment(pairs, context.signal, vetoes(context, context.agent));
    } catch (error) {
      // As the official agent: a caller that does not wait any longer gets no error for it.
      if (!context.signal.aborted) throw error;
    }
    return null;
  },
});
