/** The jfrog plugin: what the step jf needs on a node. */
import type { Declaration } from '../../callables/kinds.js';
import { downloadCli } from './download-cli.js';
import { createTempDir } from './temp-dir.js';

export const declarations = [createTempDir, downloadCli] satisfies readonly Declaration[];
