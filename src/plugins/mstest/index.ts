/** The mstest plugin, once it has converted its reports. */
import type { Declaration } from '../../callables/kinds.js';
import { mstestReports } from './reports.js';

export const declarations = [mstestReports] satisfies readonly Declaration[];
