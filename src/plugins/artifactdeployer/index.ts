/** The artifactdeployer plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { deployArtifacts } from './deploy.js';

export const declarations = [deployArtifacts] satisfies readonly Declaration[];
