/** The nunit plugin: converts its reports, and reads what they became. */
import type { Declaration } from '../../callables/kinds.js';
import { nunitArchiver } from './archive.js';
import { nunitReports } from './reports.js';

export const declarations = [nunitArchiver, nunitReports] satisfies readonly Declaration[];
