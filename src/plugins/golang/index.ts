/** The golang plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { someProperties } from '../../jenkins/tools/platform-words.js';

export const declarations = [
  someProperties('org.jenkinsci.plugins.golang.GolangInstaller$GetSystemProperties'),
] satisfies readonly Declaration[];
