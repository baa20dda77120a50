import { callable } from '../callable.js';
import type { AnyCallable } from '../callable.js';
import { filePath } from '../core/file-path/file-path-value.js';
import { userHome } from '../core/file-path/machine.js';

/** Where the provisioning profiles of a developer profile go. */
const homeDirectory = callable({
  name: 'au.com.rayh.DeveloperProfileLoader$GetHomeDirectory',
  run: () => filePath(userHome()),
});

export const xcodeCallables = [homeDirectory] satisfies AnyCallable[];
