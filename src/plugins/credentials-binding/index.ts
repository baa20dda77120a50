/** The credentials-binding plugin: withCredentials masks the secrets that it binds. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { maskPattern, secretText } from './secret-fields.js';

export const declarations = [
  // {Secret pattern, String charsetName: null in objects of before it was added}
  logFilter('org.jenkinsci.plugins.credentialsbinding.impl.BindingStep$Filter', (value) =>
    maskPattern(value, secretText(value.get('pattern'), value.className)),
  ),
] satisfies readonly Declaration[];
