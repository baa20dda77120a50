/** The controller's daily clean-up of workspaces that no build has used for long (hudson.model.WorkspaceCleanupThread). */
import { childFile, fileName, parentFile } from '../../java/path.js';
import { isDirectory, lastModified } from '../../os/files/attributes.js';
import { deleteRecursive } from '../../os/files/delete.js';
import { listNames } from '../../os/files/directories.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { int } from '../../callables/shape.js';
import { deleteOptions } from '../file-path/delete.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Deletes the workspace and its companions (`job@2`, `job@tmp`), those of them that are older than so many days. */
const cleanUpOldWorkspaces = fileCallable({
  name: 'hudson.model.WorkspaceCleanupThread$CleanupOldWorkspaces',
  fields: { retentionInDays: int },
  run: async ({ retentionInDays }, path, context) => {
    const parent = parentFile(path);
    if (parent === null) return null;
    const name = fileName(path);
    const names = ((await listNames(parent)) ?? []).filter((each) => each === name || each.startsWith(`${name}@`));
    for (const each of names) {
      const workspace = childFile(parent, each);
      if (await isOld(workspace, retentionInDays)) await deleteRecursive(workspace, deleteOptions(context));
    }
    return null;
  },
});

export const workspaceCleanUpCallables = [cleanUpOldWorkspaces] satisfies Declaration[];

async function isOld(workspace: string, days: number): Promise<boolean> {
  if (!(await isDirectory(workspace))) return false;
  return Number(await lastModified(workspace)) + days * DAY_MS <= Date.now();
}
