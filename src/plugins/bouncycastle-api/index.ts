/** The bouncycastle-api plugin. */
import { boxBoolean } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

/** There is no JVM to install a provider in; whatever would need it is implemented with its own cryptography. */
const installBouncyCastle = callable({
  name: 'jenkins.bouncycastle.api.InstallBouncyCastleJCAProvider',
  leavesState: true,
  run: () => boxBoolean(true),
});

export const declarations = [installBouncyCastle] satisfies readonly Declaration[];
