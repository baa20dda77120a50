/** The config-file-provider plugin: configFileProvider masks the credentials that its files hold. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { secretFilter } from '../credentials-binding/secret-fields.js';

export const declarations = [
  logFilter('org.jenkinsci.plugins.configfiles.buildwrapper.ConfigFileBuildWrapper$SecretFilter', secretFilter),
] satisfies readonly Declaration[];
