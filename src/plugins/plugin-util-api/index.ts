/** The plugin-util-api plugin: finding files for plugins of static analysis. */
import type { Declaration } from '../../callables/kinds.js';
import { fileFinderCallables } from './file-finders.js';

export const declarations = [...fileFinderCallables] satisfies readonly Declaration[];
