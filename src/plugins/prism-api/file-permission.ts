import { javaFile, pathStartsWith } from '../../java/path.js';
import { resolveSymlink } from '../../os/files/links.js';
import { absolutePath } from '../plugin-util-api/path-util.js';

/**
 * io.jenkins.plugins.prism.FilePermissionEnforcer.isInWorkspace: whether a source file may be shown to whoever reads the report,
 * because it lies in the workspace or in another directory that is permitted. Links count for where they stand.
 */
export async function isInWorkspace(file: string, workspace: string, permitted: readonly string[]): Promise<boolean> {
  const source = javaFile(await absolutePath(file));
  const directories = [workspace, (await resolveSymlink(workspace)) ?? workspace];
  for (const directory of permitted) directories.push(await absolutePath(directory));
  return directories.some((directory) => directory !== '' && pathStartsWith(source, javaFile(directory)));
}
