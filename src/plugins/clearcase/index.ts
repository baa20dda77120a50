/** The clearcase plugin; all else of it runs cleartool by the launcher. */
import { boxBoolean } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

const isUnix = callable({
  name: 'hudson.plugins.clearcase.AbstractClearCaseScm$IsUnix',
  run: () => boxBoolean(process.platform !== 'win32'),
});

export const declarations = [isUnix] satisfies readonly Declaration[];
