/** Deleting, with the patience of hudson.Util. */
import { deleteContents, deleteFile, deleteRecursive } from '../../os/files/delete.js';
import type { DeleteOptions } from '../../os/files/delete.js';
import { listFiles } from '../../os/files/directories.js';
import { fileName, parentFile } from '../../java/path.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

const deleteOne = fileCallable({
  name: 'hudson.FilePath$Delete',
  run: async (_self, path, context) => {
    await deleteFile(path, deleteOptions(context));
    return null;
  },
});

const deleteTree = fileCallable({
  name: 'hudson.FilePath$DeleteRecursive',
  run: async (_self, path, context) => {
    await deleteRecursive(path, deleteOptions(context));
    return null;
  },
});

const deleteChildren = fileCallable({
  name: 'hudson.FilePath$DeleteContents',
  run: async (_self, path, context) => {
    await deleteContents(path, deleteOptions(context));
    return null;
  },
});

/** What belongs to a workspace and stands beside it: `job@tmp`, `job@2`, `job@script`. */
const deleteSuffixes = fileCallable({
  name: 'hudson.FilePath$DeleteSuffixesRecursive',
  run: async (_self, path, context) => {
    const parent = parentFile(path);
    const siblings = parent === null ? null : await listFiles(parent);
    for (const sibling of siblings ?? []) {
      if (fileName(sibling).startsWith(`${fileName(path)}@`)) await deleteRecursive(sibling, deleteOptions(context));
    }
    return null;
  },
});

/** The system properties of hudson.Util, where the controller or the command line gave them. */
export function deleteOptions({ signal, agent }: CallableContext): DeleteOptions {
  const retries = integer(agent.controllerProperties.get('hudson.Util.maxFileDeletionRetries'));
  const retryWait = integer(agent.controllerProperties.get('hudson.Util.deletionRetryWait'));
  return { signal, ...(retries !== undefined && { retries }), ...(retryWait !== undefined && { retryWait }) };
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}

export const deleteCallables = [deleteOne, deleteTree, deleteChildren, deleteSuffixes] satisfies Declaration[];
