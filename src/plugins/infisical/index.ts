/** The infisical plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { maskedValues } from '../credentials-binding/masked-values.js';

export const declarations = [
  logFilter('io.jenkins.plugins.infisicaljenkins.log.MaskingConsoleLogFilter', maskedValues),
] satisfies readonly Declaration[];
