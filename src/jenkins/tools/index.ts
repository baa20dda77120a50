/** What freestyle builds and the tool installers of core ask of a node. */
import type { Declaration } from '../../callables/kinds.js';
import { executableTree } from './chmod.js';
import { mavenCallables } from './maven.js';
import { shellCallables } from './shell.js';

export const declarations: readonly Declaration[] = [
  ...shellCallables,
  ...mavenCallables,
  executableTree('hudson.tools.ZipExtractionInstaller$ChmodRecAPlusX'),
];
