/** What freestyle builds and tool installers ask of a node, in the core and in the plugins of single tools. */
import type { AnyCallable } from '../../callable.js';
import { buildNameCallables } from './build-name.js';
import { chmodCallables } from './chmod.js';
import { cmakeCallables } from './cmake.js';
import { customToolCallables } from './custom-tools.js';
import { diskUsageCallables } from './disk-usage.js';
import { executableCallables } from './executables.js';
import { mavenCallables } from './maven.js';
import { platformCallables } from './platforms.js';
import { shellCallables } from './shell.js';
import { sonarCallables } from './sonar.js';
import { withGroovyCallables } from './with-groovy.js';

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
