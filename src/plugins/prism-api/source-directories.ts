import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { childFile, javaFile } from '../../java/path.js';
import { pathMatcher } from '../../java/path-matcher.js';
import { JavaError } from '../../java/java-error.js';
import type { FilteredLog } from '../plugin-util-api/filtered-log.js';
import { absolutePath, createAbsolutePath, isAbsolute, relativePath } from '../plugin-util-api/path-util.js';

/**
 * io.jenkins.plugins.prism.SourceDirectoryFilter.getPermittedSourceDirectories: those of the directories that a step asks for
 * in which source files may be looked for. What is below the workspace may be, also by a pattern (`glob:...`), and what the
 * controller's configuration allows.
 */
export async function permittedDirectories(
  workspace: string,
  allowed: readonly string[],
  requested: readonly string[],
  log: FilteredLog,
  signal: AbortSignal,
): Promise<string[]> {
  const root = await absolutePath(workspace);
  const found = new Set<string>();
  for (const directory of requested) {
    if (directory.trim() === '' || directory === '-') continue;
    const isPattern = /^(?:glob|regex):/.test(directory);
    if (isPattern) {
      for (const match of await matchingDirectories(root, directory, log, signal)) found.add(match);
    } else if (isAbsolute(directory)) {
      const permitted = await permittedAbsolute(root, allowed, await absolutePath(directory), log);
      if (permitted !== null) found.add(permitted);
    } else {
      found.add(createAbsolutePath(root, directory));
    }
  }
  return [...found];
}

async function permittedAbsolute(
  root: string,
  allowed: readonly string[],
  directory: string,
  log: FilteredLog,
): Promise<string | null> {
  // The workspace is looked through in any case.
  if (directory === root) return null;
  if (directory.startsWith(root)) return relativePath(root, directory);
  if (allowed.includes(directory)) return directory;
  log.logError(
    `Removing non-workspace source directory '${directory}' - it has not been approved in Jenkins' global configuration.`,
  );
  return null;
}

async function matchingDirectories(
  root: string,
  pattern: string,
  log: FilteredLog,
  signal: AbortSignal,
): Promise<string[]> {
  let matches: (path: string) => boolean | Promise<boolean>;
  try {
    matches = pathMatcher(pattern, signal);
  } catch (error) {
    if (!(error instanceof JavaError) || error.javaClass === 'java.io.IOException') throw error;
    log.logException(error, `Pattern not valid for FileSystem.getPathMatcher: '${pattern}'`);
    return [];
  }
  const found: string[] = [];
  const top = javaFile(root);
  for await (const directory of directoriesOf(top, signal)) {
    if ((await matches(directory)) || (await matches(path.relative(top, directory)))) {
      found.push(await absolutePath(directory));
    }
  }
  return found;
}

/** Every directory that can be read, itself after those in it; links are not followed. */
async function* directoriesOf(directory: string, signal: AbortSignal): AsyncGenerator<string> {
  signal.throwIfAborted();
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => null);
  if (!entries) return;
  for (const entry of entries) {
    if (entry.isDirectory()) yield* directoriesOf(childFile(directory, entry.name), signal);
  }
  yield directory;
}

/** Where files of sources are looked for, as both coverage plugins say it. @param workspace for none */
export function logDirectories(directories: readonly string[], workspace: string, log: FilteredLog): void {
  const [first] = directories;
  if (first === undefined) {
    log.logInfo(`Searching for source code files in root of workspace '${workspace}'`);
  } else if (directories.length === 1) {
    log.logInfo(`Searching for source code files in '${first}'`);
  } else {
    log.logInfo('Searching for source code files in:');
    for (const directory of directories) log.logInfo(`-> ${directory}`);
  }
}
