/** The sbt plugin. */
import { childFile } from '../../java/path.js';
import { fileExists } from '../../os/files/attributes.js';
import { EnvVars } from '../../os/process/environment.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { nullableStr, obj, readShape } from '../../callables/shape.js';

/**
 * Where sbt-launch.jar is, or else the home of the installation, which may be the jar itself. In the field `this$0` an
 * SbtInstallation < ToolInstallation {String name, home}.
 */
const launchPath = callable({
  name: 'org.jvnet.hudson.plugins.SbtPluginBuilder$SbtInstallation$GetLaunchPathOrHome',
  fields: { this$0: obj },
  run: async ({ this$0 }, { agent }) => {
    const { home } = readShape(this$0, { home: nullableStr });
    if (home === null) return null;
    const jar = childFile(EnvVars.inherited(agent.environment).expand(home), 'bin/sbt-launch.jar');
    return (await fileExists(jar)) ? jar : home;
  },
});

export const declarations = [launchPath] satisfies readonly Declaration[];
