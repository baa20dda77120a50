/** The warnings-ng plugin: files around issues. Its parsers are Java. */
import type { Declaration } from '../../callables/kinds.js';
import { copyAffectedFiles } from './batch-file-copier.js';
import { fileFinder } from './file-finder.js';

export const declarations = [fileFinder, copyAffectedFiles] satisfies readonly Declaration[];
