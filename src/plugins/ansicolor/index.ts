/** The ansicolor plugin, whose newer versions send nothing. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilterWithoutEffect } from '../../jenkins/listener/log-filter.js';

export const declarations = [
  logFilterWithoutEffect(
    'hudson.plugins.ansicolor.AnsiColorConsoleLogFilter',
    'before 1.0 escape sequences became console notes here; left as they are, later viewers colour them',
  ),
] satisfies readonly Declaration[];
