/** Archives, recursive copies, and lists of files by Ant patterns. */
import type { Declaration } from '../../callables/kinds.js';
import { archivers } from './archivers.js';
import { artifactCallables } from './artifacts.js';
import { copyingCallables } from './copy.js';
import { creatingCallables } from './create.js';
import { dirScanners } from './dir-scanners.js';
import { extractingCallables } from './extract.js';
import { fingerprintCallables } from './fingerprints.js';
import { globCallables } from './globs.js';
import { declareArchiveThrowables } from './throwables.js';
import { unpackCallables } from './unpack-url.js';

declareArchiveThrowables();

export const declarations = [
  ...creatingCallables,
  ...copyingCallables,
  ...extractingCallables,
  ...unpackCallables,
  ...globCallables,
  ...artifactCallables,
  ...fingerprintCallables,
  ...dirScanners,
  ...archivers,
] satisfies readonly Declaration[];
