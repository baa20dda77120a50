/** What the plugin junit does on the agent. */
import { declareThrowable } from '../../serial/throwables.js';
import type { AnyCallable } from '../callable.js';
import { directParse } from './parse.js';

// Fails a build with its message alone.
declareThrowable({ name: 'hudson.AbortException', suid: 1n, superclass: 'java.io.IOException' });

export const junitCallables = [directParse] satisfies AnyCallable[];
