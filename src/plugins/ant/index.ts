/** The ant plugin: finding Ant, and withAnt. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { toolExecutable } from '../../jenkins/tools/executables.js';
import { annotateAnt } from './annotate.js';

export const declarations = [
  toolExecutable({
    name: 'hudson.tasks.Ant$AntInstallation$GetExecutable',
    home: 'rawHome',
    unix: ['bin/ant'],
    windows: ['bin/ant.bat'],
  }),
  logFilter('hudson.tasks._ant.AntConsoleAnnotator$ConsoleLogFilterImpl', annotateAnt),
] satisfies readonly Declaration[];
