/** The cmakebuilder plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { someProperties } from '../../jenkins/tools/platform-words.js';
import { cmakeCallables } from './cmake.js';

export const declarations = [
  ...cmakeCallables,
  someProperties('hudson.plugins.cmake.GetSystemProperties'),
  someProperties('hudson.plugins.cmake.CmakeInstaller$GetSystemProperties'),
] satisfies readonly Declaration[];
