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
  ...['BuildScanDetection', 'DevelocityException'].map((what) =>
    logFilterWithoutEffect(
      `hudson.plugins.gradle.injection.${what}TaskListenerDecoratorFactory$${what}TaskListenerDecorator`,
      'its run stays on the controller, and without one it gives the log back as it is',
    ),
  ),
  logFilterWithoutEffect(
    'hudson.plugins.gradle.GradleConsoleLogFilter',
    'it writes notes and looks for build scans with a run and a configuration that only the controller has',
  ),
] satisfies readonly Declaration[];
