/** The coverage plugin: where sources are. Its parsers are Java. */
import type { Declaration } from '../../callables/kinds.js';
import { resolvePaths } from './agent-path-resolver.js';

export const declarations = [resolvePaths] satisfies readonly Declaration[];
