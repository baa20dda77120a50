/** The jacoco plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { resolveDirectories } from './directories.js';

export const declarations = [resolveDirectories] satisfies readonly Declaration[];
