/** Starting a process for a build: hudson.Launcher$RemoteLaunchCallable, which runs a LocalLauncher on the agent. */
import { JavaError } from '../../java/java-error.js';
import { normalizeRemote } from '../../java/remote-path.js';
import { printedCommandLine } from '../../os/process/command-line.js';
import { EnvVars } from '../../os/process/environment.js';
import { launch } from '../../os/process/launch.js';
import { variable } from '../../os/process/variable.js';
import { listValues } from '../../serial/jdk.js';
import { JavaArray } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { filterEnvironment } from './environment-filter.js';
import { LAUNCH_FIELDS } from './launch-request.js';
import { processStreams } from './process-streams.js';
import { RemoteProcess } from './remote-process.js';
import { vetoes } from './vetoes.js';

/** Answers an exported hudson.Launcher$RemoteProcess. */
export const remoteLaunchCallable = callable({
  name: 'hudson.Launcher$RemoteLaunchCallable',
  fields: LAUNCH_FIELDS,
  run: async (request, context) => {
    const { listener } = request;
    const command = commandOf(request.cmd);
    const workDir = request.workDir === null ? null : normalizeRemote(request.workDir);
    if (!request.quiet) {
      await listener.println(printedCommandLine(command, masksOf(request.masks), workDir));
      listener.flush();
    }
    const environment = inheritedEnvironment(EnvVars.fromLines(request.env ?? []), context);
    await filterEnvironment(request.envVarsFilterRuleWrapper, environment, listener, context);
    const streams = processStreams(request, context);
    const started = await launch({
      command: command.map((argument) => environment.expand(argument)),
      environment,
      searchPath: variable(context.agent.ownEnvironment, 'PATH'),
      workDir,
      ...streams,
      outlives: isDurable(environment),
      warn: (message) => context.agent.logger.log('WARNING', 'hudson.Proc$LocalProc join', message),
      vetoes: vetoes(context, context.agent),
    });
    return context.export(new RemoteProcess(started, streams, request));
  },
});

/** Steps of the durable-task plugin go on when the agent restarts; FileMonitoringTask.cookieFor makes their cookies. */
function isDurable(environment: EnvVars): boolean {
  return environment.get('JENKINS_SERVER_COOKIE')?.startsWith('durable-') ?? false;
}

/** The agent's environment with the overrides applied: hudson.Launcher.inherit. */
export function inheritedEnvironment(
  overrides: Iterable<readonly [string, string]>,
  { agent }: CallableContext,
): EnvVars {
  return EnvVars.inherited(agent.environment).overrideExpandingAll(overrides, (message) =>
    agent.logger.log('WARNING', 'hudson.EnvVars$OverrideOrderCalculator cutCycleAt', message),
  );
}

function commandOf(cmd: JavaValue): string[] {
  return listValues(cmd).map((argument) => {
    if (typeof argument === 'string') return argument;
    throw new JavaError('java.lang.NullPointerException', null);
  });
}

function masksOf(masks: JavaValue): boolean[] | null {
  if (masks === null) return null;
  if (masks instanceof JavaArray && Array.isArray(masks.elements)) return masks.elements.map((mask) => mask === true);
  throw new JavaError('java.io.InvalidObjectException', 'the masks of a command are not a boolean[]');
}
