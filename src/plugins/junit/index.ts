/** What the plugin junit does on the agent. */
import type { Declaration } from '../../callables/kinds.js';
import { directParse } from './parse.js';
import { storageParse } from './storage-parse.js';

export const declarations = [directParse, storageParse] satisfies Declaration[];
