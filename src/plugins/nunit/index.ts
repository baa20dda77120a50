/** The nunit plugin, once it has converted its reports. */
import type { Declaration } from '../../callables/kinds.js';
import { nunitReports } from './reports.js';

export const declarations = [nunitReports] satisfies readonly Declaration[];
