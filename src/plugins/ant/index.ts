/** The ant plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { toolExecutable } from '../../jenkins/tools/executables.js';

export const declarations = [
  toolExecutable({
    name: 'hudson.tasks.Ant$AntInstallation$GetExecutable',
    home: 'rawHome',
    unix: ['bin/ant'],
    windows: ['bin/ant.bat'],
  }),
] satisfies readonly Declaration[];
