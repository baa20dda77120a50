/** The cobertura plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { paintSources } from './paint.js';
import { findReports } from './report.js';

export const declarations = [findReports, paintSources] satisfies readonly Declaration[];
