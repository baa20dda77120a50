/** The file operations of hudson.FilePath and of what is built on it. */
import type { AnyCallable } from '../../callables/callable.js';
import { attributeCallables } from './attributes.js';
import { artifactListCallables } from './browser/artifacts.js';
import { childPathCallables } from './browser/child-paths.js';
import { scannerCallables } from './browser/scanner.js';
import { contentCallables } from './content.js';
import { deleteCallables } from './delete.js';
import { directoryCallables } from './directories.js';
import { linkCallables } from './links.js';
import { machineCallables } from './machine.js';
import { moveCallables } from './move.js';
import { queryCallables } from './queries.js';
import { streamCallables } from './streams.js';
import { temporaryCallables } from './temporary.js';
import { declareFileThrowables } from './throwables.js';

export { callableWith, filePathWrapper, unwrapInterceptors } from './wrapper.js';
export { filePath, filePathField, remoteOf } from './file-path-value.js';
export { openOptionsOf } from './open-options-fields.js';

declareFileThrowables();

/** Everything but the envelopes (`filePathWrapper`, `callableWith`), which need to know all callables. */
export const filePathCallables = [
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
] satisfies AnyCallable[];
