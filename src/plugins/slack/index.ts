/** The slack plugin: slackUploadFile. */
import type { Declaration } from '../../callables/kinds.js';
import { uploadFile } from './upload-file.js';

export const declarations = [uploadFile] satisfies readonly Declaration[];
