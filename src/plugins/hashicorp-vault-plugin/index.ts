/** The hashicorp-vault-plugin: withVault masks what it reads. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { maskedValues } from '../credentials-binding/masked-values.js';

export const declarations = [
  logFilter('com.datapipe.jenkins.vault.log.MaskingConsoleLogFilter', maskedValues),
  logFilter('com.datapipe.jenkins.vault.MaskingConsoleLogFilter', maskedValues),
] satisfies readonly Declaration[];
