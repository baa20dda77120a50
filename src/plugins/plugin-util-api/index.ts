/** What the plugins for static analysis and coverage ask of a workspace: plugin-util-api, warnings-ng, coverage. */
import type { AnyCallable } from '../../callables/callable.js';
import { resolvePaths } from '../coverage/agent-path-resolver.js';
import { copyAffectedFiles } from '../warnings-ng/batch-file-copier.js';
import { fileFinderCallables } from './file-finders.js';

export const analysisCallables: readonly AnyCallable[] = [...fileFinderCallables, copyAffectedFiles, resolvePaths];
