/** The dependency-check-jenkins-plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { toolExecutable } from '../../jenkins/tools/executables.js';

export const declarations = [
  toolExecutable({
    name: 'org.jenkinsci.plugins.DependencyCheck.tools.DependencyCheckInstallation$FindExecutableCallable',
    home: 'home',
    unix: ['bin/dependency-check.sh'],
    windows: ['bin/dependency-check.bat'],
    literal: true,
  }),
] satisfies readonly Declaration[];
