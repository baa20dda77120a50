/** The groovy plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { toolExecutable } from '../../jenkins/tools/executables.js';
import { withGroovyCallables } from './with-groovy.js';

export const declarations = [
  ...withGroovyCallables,
  toolExecutable({
    name: 'hudson.plugins.groovy.GroovyInstallation$GetExecutable',
    home: 'home',
    unix: ['bin/groovy'],
    windows: ['bin/groovy.exe', 'bin/groovy.bat'],
  }),
] satisfies readonly Declaration[];
