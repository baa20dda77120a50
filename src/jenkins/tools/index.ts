/** What freestyle builds and tool installers ask of a node, in the core and in the plugins of single tools. */
import type { AnyCallable } from '../../callables/callable.js';
import { buildNameCallables } from '../../plugins/build-name-setter/build-name.js';
import { chmodCallables } from './chmod.js';
import { cmakeCallables } from '../../plugins/cmakebuilder/cmake.js';
import { customToolCallables } from '../../plugins/custom-tools-plugin/custom-tools.js';
import { diskUsageCallables } from '../../plugins/disk-usage/disk-usage.js';
import { executableCallables } from './executables.js';
import { mavenCallables } from './maven.js';
import { platformCallables } from './platforms.js';
import { shellCallables } from './shell.js';
import { sonarCallables } from '../../plugins/sonar/report-tasks.js';
import { withGroovyCallables } from '../../plugins/groovy/with-groovy.js';

export const toolCallables: readonly AnyCallable[] = [
  ...shellCallables,
  ...executableCallables,
  ...mavenCallables,
  ...chmodCallables,
  ...platformCallables,
  ...sonarCallables,
  ...customToolCallables,
  ...diskUsageCallables,
  ...cmakeCallables,
  ...buildNameCallables,
  ...withGroovyCallables,
];
