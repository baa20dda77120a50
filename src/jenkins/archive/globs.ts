/** Listing files by Ant patterns, and explaining why a pattern matches none. */
import { filesOf } from '../../os/ant-glob/file-set.js';
import type { FileSet } from '../../os/ant-glob/file-set.js';
import { NoMatchWithinBound, validateMask } from '../../os/ant-glob/validate-mask.js';
import { childFile } from '../../java/path.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { bool, int, nullableStr, str } from '../../callables/shape.js';
import { filePathArray } from '../file-path/file-path-value.js';

/** FilePath.list(includes, excludes, defaultExcludes): FilePath[], sorted. */
const listGlob = fileCallable({
  name: 'hudson.FilePath$ListGlob',
  fields: { defaultExcludes: bool, excludes: nullableStr, includes: str },
  run: async (set, path, { signal }) => filePathArray(await listFilePath(path, set, signal)),
});

/**
 * FilePath.list of this machine: the paths of the files below a directory that Ant patterns select, sorted.
 * @throws JavaError java.io.IOException for an absolute pattern, and for a directory that is missing or cannot be read
 */
export async function listFilePath(directory: string, set: FileSet, signal: AbortSignal): Promise<string[]> {
  const { includes } = set;
  if (isAbsolute(includes)) {
    throw ioError(
      `Expecting Ant GLOB pattern, but saw '${includes}'. See https://ant.apache.org/manual/Types/fileset.html for syntax`,
    );
  }
  const found: string[] = [];
  try {
    for await (const file of filesOf(directory, set, signal)) found.push(childFile(directory, file));
  } catch (error) {
    if (error instanceof JavaError && error.javaClass === BUILD_EXCEPTION) throw ioError(error.javaMessage ?? '');
    throw error;
  }
  return found;
}

/** FilePath.validateAntFileMask: a String that explains, or null when all is well. */
const validate = fileCallable({
  name: 'hudson.FilePath$ValidateAntFileMask',
  fields: { bound: int, caseSensitive: bool, fileMasks: str },
  run: async ({ bound, caseSensitive, fileMasks }, path, context) => {
    try {
      return await validateMask(path, { masks: fileMasks, caseSensitive, bound, signal: context.signal });
    } catch (error) {
      throw error instanceof NoMatchWithinBound ? await gaveUp(error, context) : error;
    }
  },
});

/** A subclass of InterruptedException since 2.344; an older controller could not read it. */
async function gaveUp(error: NoMatchWithinBound, context: CallableContext): Promise<JavaError> {
  const known = await context.agent.controllerClass(NO_MATCHES_FOUND, context);
  return new JavaError(known ? NO_MATCHES_FOUND : 'java.lang.InterruptedException', error.message);
}

/** FilePath.isAbsolute: of either kind of machine. */
function isAbsolute(path: string): boolean {
  return /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path);
}

const BUILD_EXCEPTION = 'org.apache.tools.ant.BuildException';
const NO_MATCHES_FOUND = 'hudson.FilePath$FileMaskNoMatchesFoundException';

export const globCallables = [listGlob, validate] satisfies Declaration[];
