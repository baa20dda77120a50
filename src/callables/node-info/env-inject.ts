/** EnvInject and its libraries: the environment that builds on this node start from. */
import { callable } from '../callable.js';
import type { AnyCallable } from '../callable.js';
import { envVars } from '../core/env-vars.js';

/** All of them answer hudson.EnvVars.masterEnvVars. */
const NAMES = [
  'org.jenkinsci.plugins.envinject.service.EnvInjectMasterEnvVarsRetriever',
  'org.jenkinsci.plugins.envinject.service.EnvInjectActionSetter$MapEnvInjectExceptionMasterToSlaveCallable',
  'org.jenkinsci.plugins.envinjectapi.util.EnvVarsResolver$1',
  'org.jenkinsci.lib.envinject.service.EnvVarsResolver$SystemEnvVarsGetter',
] as const;

export const envInjectCallables = NAMES.map((name) =>
  callable({ name, run: (_self, { agent }) => envVars(Object.entries(agent.environment)) }),
) satisfies AnyCallable[];
