/** The clover plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { workspacePath } from './workspace-path.js';

export const declarations = [workspacePath] satisfies readonly Declaration[];
