/** The http_request plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { httpRequestExecution } from './execution.js';

export const declarations: readonly Declaration[] = [httpRequestExecution];
