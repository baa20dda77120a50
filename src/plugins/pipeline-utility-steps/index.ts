/** What the steps of the plugin pipeline-utility-steps do on the agent; most of them read and write files through FilePath. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { compressCallables } from './compress.js';
import { computeHash } from './hash.js';
import { teeCallables } from './tee.js';
import { teeFilter } from './tee-filter.js';
import { untarCallables } from './untar.js';
import { unzipCallables } from './unzip.js';

export const declarations = [
  computeHash,
  ...teeCallables,
  ...compressCallables,
  ...unzipCallables,
  ...untarCallables,
  logFilter('org.jenkinsci.plugins.pipeline.utility.steps.fs.TeeStep$TeeFilter', teeFilter),
] satisfies readonly Declaration[];
