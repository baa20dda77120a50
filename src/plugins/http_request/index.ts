/** The http_request plugin. */
import type { AnyCallable } from '../../callables/callable.js';
import { httpRequestExecution } from './execution.js';

export const httpRequestCallables: readonly AnyCallable[] = [httpRequestExecution];
