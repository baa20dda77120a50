import { callable } from '../callable.js';
import type { AnyCallable } from '../callable.js';
import { filePath } from '../core/file-path/file-path-value.js';
import { currentUser } from '../../host/machine/user.js';

/** Where the provisioning profiles of a developer profile go. */
const homeDirectory = callable({
  name: 'au.com.rayh.DeveloperProfileLoader$GetHomeDirectory',
  run: () => filePath(currentUser().home),
});

export const xcodeCallables = [homeDirectory] satisfies AnyCallable[];
