/** The mstest plugin: converts its reports, and reads what they became. */
import type { Declaration } from '../../callables/kinds.js';
import { mstestReports } from './reports.js';
import { mstestTransformer } from './transform.js';

export const declarations = [mstestReports, mstestTransformer] satisfies readonly Declaration[];
