/** What the plugin jobcacher (the step `cache`) does on the agent: caches are packed, unpacked and measured there. */
import type { AnyCallable } from '../../callables/callable.js';
import { createCallables } from './create.js';
import { directorySize } from './directory-size.js';
import { extractTar } from './extract.js';

export const jobcacherCallables = [...createCallables, extractTar, directorySize] satisfies AnyCallable[];
