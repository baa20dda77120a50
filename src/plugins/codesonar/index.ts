/** The codesonar plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { determineAid } from './determine-aid.js';

export const declarations = [determineAid] satisfies readonly Declaration[];
