/** The cobertura plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { findReports } from './report.js';

export const declarations = [findReports] satisfies readonly Declaration[];
