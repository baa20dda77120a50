/** What the steps of the plugin pipeline-utility-steps do on the agent; most of them read and write files through FilePath. */
import type { AnyCallable } from '../../callables/callable.js';
import { compressCallables } from './compress.js';
import { computeHash } from './hash.js';
import { teeCallables } from './tee.js';
import { untarCallables } from './untar.js';
import { unzipCallables } from './unzip.js';

export const pipelineUtilityStepsCallables = [
  computeHash,
  ...teeCallables,
  ...compressCallables,
  ...unzipCallables,
  ...untarCallables,
] satisfies AnyCallable[];
