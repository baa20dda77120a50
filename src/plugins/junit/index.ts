/** What the plugin junit does on the agent. */
import type { AnyCallable } from '../../callables/callable.js';
import { directParse } from './parse.js';
import { storageParse } from './storage-parse.js';

export const junitCallables = [directParse, storageParse] satisfies AnyCallable[];
