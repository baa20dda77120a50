/** The mask-passwords plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { maskPasswords } from './passwords.js';

export const declarations = [
  logFilter('com.michelin.cio.hudson.plugins.maskpasswords.MaskPasswordsBuildWrapper$FilterImpl', maskPasswords),
] satisfies readonly Declaration[];
