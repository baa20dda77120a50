/** What the plugin junit does on the agent. */
import type { AnyCallable } from '../callable.js';
import { directParse } from './parse.js';

export const junitCallables = [directParse] satisfies AnyCallable[];
