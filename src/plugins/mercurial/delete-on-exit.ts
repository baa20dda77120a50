import { deleteOnExit } from '../../os/files/delete-on-exit.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

/** The file of an ssh key: the plugin deletes it itself when the command has ended, unless the agent is gone by then. */
const deleteKeyOnExit = fileCallable({
  name: 'hudson.plugins.mercurial.HgExe$DeleteOnExit',
  run: (_self, path) => {
    deleteOnExit(path);
    return null;
  },
});

export const mercurialCallables = [deleteKeyOnExit] satisfies Declaration[];
