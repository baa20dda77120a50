import { fileCallable } from '../../callables/callable.js';
import { bool, nullableStr } from '../../callables/shape.js';
import { findFiles } from '../plugin-util-api/file-finders.js';

/** { boolean followSymlinks, String excludesPattern, String includesPattern } */
export const fileFinder = fileCallable({
  name: 'io.jenkins.plugins.analysis.core.util.FileFinder',
  fields: { followSymlinks: bool, excludesPattern: nullableStr, includesPattern: nullableStr },
  run: ({ includesPattern, excludesPattern, followSymlinks }, workspace, { signal }) =>
    findFiles(workspace, includesPattern, excludesPattern, followSymlinks, signal),
});
