/** What a FilePath asks of the machine rather than of a file. */
import { currentUser } from '../../os/machine/user.js';
import { boxBoolean } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { filePath } from './file-path-value.js';

const isUnix = callable({
  name: 'hudson.FilePath$IsUnix',
  run: () => boxBoolean(process.platform !== 'win32'),
});

/** user.home: what the user database says, whatever HOME is. */
const homeDirectory = callable({
  name: 'hudson.FilePath$GetHomeDirectory',
  run: () => filePath(currentUser().home),
});

export const machineCallables = [isUnix, homeDirectory] satisfies Declaration[];
