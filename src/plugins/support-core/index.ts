/** The support-core plugin: support bundles. */
import type { Declaration } from '../../callables/kinds.js';
import { supportCoreCallables } from './content.js';
import { supportFileCallables } from './files.js';

export const declarations = [...supportCoreCallables, ...supportFileCallables] satisfies readonly Declaration[];
