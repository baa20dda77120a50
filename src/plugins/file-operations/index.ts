/** What the plugin file-operations does on the agent, one callable for each of its operations. */
import type { Declaration } from '../../callables/kinds.js';
import { archiveOperations } from './archives.js';
import { contentOperations } from './contents.js';
import { copyOperations } from './copy.js';
import { deleteOperations } from './delete.js';
import { fileDownload } from './download.js';
import { nameOperations } from './names.js';
import { filePropertiesToJson } from './properties-to-json.js';

export const declarations = [
  ...copyOperations,
  ...contentOperations,
  ...deleteOperations,
  ...nameOperations,
  ...archiveOperations,
  fileDownload,
  filePropertiesToJson,
] satisfies Declaration[];
