import { fileExists } from '../../os/files/attributes.js';
import { absoluteFile, javaFile } from '../../java/path.js';
import { normalizeRemote, remoteChild } from '../../java/remote-path.js';
import { javaHashOrder } from '../../java/hash-code.js';
import { hashMap, stringValues } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import { isInWorkspace } from '../prism-api/file-permission.js';
import { FilteredLog, remoteResult } from '../plugin-util-api/filtered-log.js';
import { absolutePath, relativePath } from '../plugin-util-api/path-util.js';
import { logDirectories, permittedDirectories } from '../prism-api/source-directories.js';

/**
 * coverage: where the source files are that a report names. { Set permittedSourceDirectories, relativePaths, requestedSourceDirectories }
 * @returns RemoteResultWrapper of a HashMap of names in the report to paths, those left out that are the same, with what is
 *   to be logged
 */
export const resolvePaths = fileCallable({
  name: 'io.jenkins.plugins.coverage.metrics.steps.PathResolver$AgentPathResolver',
  fields: {
    permittedSourceDirectories: stringValues,
    relativePaths: stringValues,
    requestedSourceDirectories: stringValues,
  },
  run: async (self, workspace, context) => {
    const log = new FilteredLog('Errors while resolving source files on agent:');
    const { permittedSourceDirectories: allowed, requestedSourceDirectories: requested, relativePaths } = self;
    const permitted = await permittedDirectories(absoluteFile(workspace), allowed, requested, log, context.signal);
    const directories = javaHashOrder(permitted);
    logDirectories(directories, workspace, log);
    const found = new Map<string, string>();
    for (const name of relativePaths) {
      context.signal.throwIfAborted();
      const file = await locate(name, normalizeRemote(workspace), directories, log);
      if (file !== null) found.set(name, file);
    }
    logResult(found.size, relativePaths.length, log);
    const changed = [...found].filter(([name, file]) => name !== file);
    return remoteResult(hashMap(changed), 'Errors during source path resolving:', log, context);
  },
});

function logResult(found: number, wanted: number, log: FilteredLog): void {
  if (found === wanted) log.logInfo(`-> resolved absolute paths for all ${found} source files`);
  else log.logInfo(`-> finished resolving of absolute paths (found: ${found}, not found: ${wanted - found})`);
}

/** Where a file is: as it is named, in the workspace, or in one of the directories; null if nowhere, or not where it may be. */
async function locate(
  name: string,
  workspace: string,
  directories: readonly string[],
  log: FilteredLog,
): Promise<string | null> {
  const inDirectories = directories.map((directory) => remoteChild(remoteChild(workspace, directory), name));
  for (const remote of [normalizeRemote(name), remoteChild(workspace, name), ...inDirectories]) {
    if (await fileExists(javaFile(remote))) return permittedPath(remote, workspace, directories, log);
  }
  log.logError(`- Source file '${name}' not found`);
  return null;
}

async function permittedPath(
  remote: string,
  workspace: string,
  directories: readonly string[],
  log: FilteredLog,
): Promise<string | null> {
  if (!(await isInWorkspace(remote, workspace, directories))) {
    log.logError(`- Skipping resolving of file: ${remote} (not part of workspace or permitted source code folders)`);
    return null;
  }
  const absolute = await absolutePath(remote);
  return absolute.startsWith(await absolutePath(workspace)) ? relativePath(workspace, remote) : absolute;
}
