/** Processes of builds in the agent's log, at FINE: which program, which process, and how it ended. */
import { watchLaunches } from '../../os/process/launch-watch.js';
import type { EnvVars } from '../../os/process/environment.js';
import type { Logger } from '../../remoting/logger.js';
import { labelOf } from '../life/build-processes.js';

const SOURCE = 'hudson.Proc$LocalProc join';

/**
 * Arguments are not shown: the build's log has those that are no secrets.
 * @param agent whose processes; those that do not say whose they are belong to every agent
 * @returns what ends it
 */
export function logProcesses(agent: string, logger: Logger): () => void {
  const concerns = (environment: EnvVars): boolean =>
    logger.isLoggable('FINE') && (environment.get('NODE_NAME') ?? agent) === agent;
  return watchLaunches({
    started: (pid, program, environment) => {
      if (!concerns(environment)) return;
      logger.log('FINE', SOURCE, `Process ${pid} started: ${program}, for ${labelOf((name) => environment.get(name))}`);
    },
    ended: (pid, exitCode, ms, environment) => {
      if (concerns(environment)) logger.log('FINE', SOURCE, `Process ${pid} ended with ${exitCode} after ${ms} ms`);
    },
  });
}
