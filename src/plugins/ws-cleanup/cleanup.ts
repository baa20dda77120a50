import { scan } from '../../os/ant-glob/scan.js';
import { deleteRecursive } from '../../os/files/delete.js';
import { childFile } from '../../java/path.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { deleteOptions } from '../../jenkins/file-path/delete.js';
import { nullableListenerField, present } from '../../jenkins/listener/task-listener.js';
import { any, bool, nullableStr } from '../../callables/shape.js';
import { runDeleteCommand } from './delete-command.js';
import { readPatterns } from './patterns.js';
import type { CleanupPatterns } from './patterns.js';

/**
 * cleanWs and Delete workspace, when they have patterns or a command, or may not defer (a deferred wipe is a FilePath renamed
 * and deleted later): { boolean deleteDirs, String deleteCommand, TaskListener listener, List patterns }.
 *
 * Everything that matches is found before the first of it is deleted. Links are never followed: they are deleted themselves.
 */
export const cleanup = fileCallable({
  name: 'hudson.plugins.ws_cleanup.Cleanup',
  fields: { deleteDirs: bool, deleteCommand: nullableStr, listener: nullableListenerField, patterns: any },
  run: async ({ deleteDirs, deleteCommand, listener, patterns }, directory, context) => {
    const doomed = await find(directory, readPatterns(patterns), deleteDirs, context);
    if (deleteCommand === null) {
      for (const file of doomed) await deleteRecursive(file, deleteOptions(context));
      return null;
    }
    const reporter = present(listener);
    for (const file of doomed) await runDeleteCommand(deleteCommand, file, reporter, context);
    reporter.follow(context);
    return null;
  },
});

/** Files, directories, links, in this order. */
async function find(
  directory: string,
  { includes, excludes }: CleanupPatterns,
  deleteDirs: boolean,
  { signal }: CallableContext,
): Promise<string[]> {
  const files: string[] = [];
  const directories: string[] = [];
  const links: string[] = [];
  const onLinkNotFollowed = (link: string): void => void links.push(link);
  const options = { includes, excludes, caseSensitive: true, followLinks: false, onLinkNotFollowed, signal };
  for await (const match of scan(directory, options)) {
    (match.directory ? directories : files).push(childFile(directory, match.path));
  }
  return [...files, ...(deleteDirs ? directories : []), ...links];
}
