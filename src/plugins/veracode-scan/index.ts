/** The veracode-scan plugin. */
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

/** The path of a FilePath, as the agent has it. */
const pathOf = fileCallable({
  name: 'com.veracode.jenkins.plugin.utils.FileUtil$FileCallableImpl',
  run: (_self, path) => path,
});

export const declarations = [pathOf] satisfies readonly Declaration[];
