/** The gradle plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilterWithoutEffect } from '../../jenkins/listener/log-filter.js';
import { toolExecutable } from '../../jenkins/tools/executables.js';

export const declarations = [
  toolExecutable({
    name: 'hudson.plugins.gradle.GradleInstallation$GetExeFile',
    home: 'gradleHome',
    unix: ['bin/gradle'],
    windows: ['bin/gradle.bat'],
  }),
  logFilterWithoutEffect(
    'hudson.plugins.gradle.GradleTaskListenerDecorator',
    'it looks for build scans on the controller only',
  ),
] satisfies readonly Declaration[];
