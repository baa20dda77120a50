/** The xunit plugin: converts reports of many test tools, and reads what they became. */
import type { Declaration } from '../../callables/kinds.js';
import { xunitReports } from './reports.js';
import { xunitTransformer } from './transform.js';

export const declarations = [xunitReports, xunitTransformer] satisfies readonly Declaration[];
