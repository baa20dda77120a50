/** What single publishers of coverage reports ask of a workspace. */
import type { AnyCallable } from '../../callables/callable.js';
import { workspacePath } from '../clover/workspace-path.js';
import { findReports } from '../cobertura/report.js';
import { resolveDirectories } from './directories.js';

export const publisherCallables = [resolveDirectories, findReports, workspacePath] satisfies AnyCallable[];
