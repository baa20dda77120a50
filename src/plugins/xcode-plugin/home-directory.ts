import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { filePath } from '../../jenkins/file-path/file-path-value.js';
import { currentUser } from '../../os/machine/user.js';

/** Where the provisioning profiles of a developer profile go. */
const homeDirectory = callable({
  name: 'au.com.rayh.DeveloperProfileLoader$GetHomeDirectory',
  run: () => filePath(currentUser().home),
});

export const xcodeCallables = [homeDirectory] satisfies Declaration[];
