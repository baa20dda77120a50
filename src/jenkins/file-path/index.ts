/** The file operations of hudson.FilePath and of what is built on it. */
import type { Declaration } from '../../callables/kinds.js';
import { attributeCallables } from './attributes.js';
import { artifactListCallables } from './browser/artifacts.js';
import { childPathCallables } from './browser/child-paths.js';
import { scannerCallables } from './browser/scanner.js';
import { contentCallables } from './content.js';
import { deleteCallables } from './delete.js';
import { directoryCallables } from './directories.js';
import { fileFilters } from './file-filters.js';
import { linkCallables } from './links.js';
import { machineCallables } from './machine.js';
import { moveCallables } from './move.js';
import { queryCallables } from './queries.js';
import { streamCallables } from './streams.js';
import { temporaryCallables } from './temporary.js';
import { declareFileThrowables } from './throwables.js';
import { callableWith, filePathWrapper } from './wrapper.js';

declareFileThrowables();

export const declarations = [
  filePathWrapper,
  callableWith,
  ...queryCallables,
  ...attributeCallables,
  ...directoryCallables,
  ...deleteCallables,
  ...temporaryCallables,
  ...contentCallables,
  ...streamCallables,
  ...moveCallables,
  ...linkCallables,
  ...machineCallables,
  ...childPathCallables,
  ...scannerCallables,
  ...artifactListCallables,
  ...fileFilters,
] satisfies readonly Declaration[];
