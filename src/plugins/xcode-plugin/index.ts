/** The xcode-plugin: where profiles go, and how it looks for projects, schemes and archives. */
import type { Declaration } from '../../callables/kinds.js';
import { xcodeFileFilters } from './file-filters.js';
import { xcodeCallables } from './home-directory.js';

export const declarations = [...xcodeCallables, ...xcodeFileFilters] satisfies readonly Declaration[];
