/** The xunit plugin, once it has converted its reports. */
import type { Declaration } from '../../callables/kinds.js';
import { xunitReports } from './reports.js';

export const declarations = [xunitReports] satisfies readonly Declaration[];
