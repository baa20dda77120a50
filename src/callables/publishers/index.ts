/** What single publishers of coverage reports ask of a workspace. */
import type { AnyCallable } from '../callable.js';
import { workspacePath } from './clover.js';
import { findReports } from './cobertura.js';
import { resolveDirectories } from './jacoco.js';

export const publisherCallables = [resolveDirectories, findReports, workspacePath] satisfies AnyCallable[];
