/** What the plugin ws-cleanup does on the agent beyond FilePath. */
import type { AnyCallable } from '../../callables/callable.js';
import { cleanup } from './cleanup.js';

export const wsCleanupCallables = [cleanup] satisfies AnyCallable[];
