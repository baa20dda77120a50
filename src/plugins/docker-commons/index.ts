/** The docker-commons plugin: logins without `docker login`, and the installer of Docker. */
import type { Declaration } from '../../callables/kinds.js';
import { findArch } from './find-arch.js';
import { dockerCommonsCallables } from './registry-token.js';

export const declarations = [...dockerCommonsCallables, findArch] satisfies readonly Declaration[];
