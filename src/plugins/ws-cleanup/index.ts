/** What the plugin ws-cleanup does on the agent beyond FilePath. */
import type { Declaration } from '../../callables/kinds.js';
import { cleanup } from './cleanup.js';

export const declarations = [cleanup] satisfies Declaration[];
