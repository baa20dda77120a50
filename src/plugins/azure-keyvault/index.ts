/** The azure-keyvault plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { maskedValues } from '../credentials-binding/masked-values.js';

export const declarations = [
  logFilter('org.jenkinsci.plugins.azurekeyvaultplugin.MaskingConsoleLogFilter', maskedValues),
] satisfies readonly Declaration[];
