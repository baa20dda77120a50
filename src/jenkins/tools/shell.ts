import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

/** The shell of an "Execute shell" step that neither the script nor the global configuration names. */
const shellInterpreter = callable({
  name: 'hudson.tasks.Shell$DescriptorImpl$Shellinterpreter',
  run: () => (process.platform === 'win32' ? 'sh' : '/bin/sh'),
});

export const shellCallables = [shellInterpreter] satisfies Declaration[];
