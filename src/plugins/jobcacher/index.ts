/** What the plugin jobcacher (the step `cache`) does on the agent: caches are packed, unpacked and measured there. */
import type { Declaration } from '../../callables/kinds.js';
import { createCallables } from './create.js';
import { directorySize } from './directory-size.js';
import { extractTar } from './extract.js';

export const declarations = [...createCallables, extractTar, directorySize] satisfies Declaration[];
