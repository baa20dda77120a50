/** The port-allocator plugin: free ports for a build, and ends of the servers that a build has left on fixed ones. */
import type { Declaration } from '../../callables/kinds.js';
import { allocatePort } from './allocate.js';
import { shutTomcatDown } from './tomcat.js';

export const declarations = [allocatePort, shutTomcatDown] satisfies readonly Declaration[];
