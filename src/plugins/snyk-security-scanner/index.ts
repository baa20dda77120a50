/** The snyk-security-scanner plugin: getting its programs, and finding them. */
import type { Declaration } from '../../callables/kinds.js';
import { downloadProgram } from './download.js';
import { getPlatform, resolveExecutable } from './platform.js';
import { pathWithTools } from './tool-path.js';

export const declarations = [
  downloadProgram,
  getPlatform,
  resolveExecutable,
  pathWithTools,
] satisfies readonly Declaration[];
