/** The code-coverage-api plugin: finds reports, and paints the sources that they name. */
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { str } from '../../callables/shape.js';
import { listFilePath } from '../../jenkins/archive/globs.js';
import { filePathArray } from '../../jenkins/file-path/file-path-value.js';
import { paintSources } from './paint.js';

/** The reports that a pattern selects. {String reportFilePath, CoverageReportAdapter reportAdapter}; the adapter is not asked. */
const findReports = fileCallable({
  name: 'io.jenkins.plugins.coverage.CoverageProcessor$FindReportCallable',
  fields: { reportFilePath: str },
  run: async ({ reportFilePath }, workspace, { signal }) =>
    filePathArray(
      await listFilePath(workspace, { includes: reportFilePath, excludes: null, defaultExcludes: true }, signal),
    ),
});

export const declarations = [findReports, paintSources] satisfies readonly Declaration[];
