/** Symbolic links: hudson.Util.createSymlink and resolveSymlink. */
import { readlink, rename, rm, symlink, unlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { deleteIfExists } from './delete-if-exists.js';
import { errorCode, nioError } from '../../java/file-errors.js';
import { childFile, fileName, invalidPath, isAbsoluteFile, javaFile, parentFile, toPath } from '../../java/path.js';
import { createTempFile } from './temporary-files.js';

const MAX_TRIES = 4;
const RETRY_WAIT = 100;

/**
 * Makes `link` point to `target`, in the place of whatever link, file or empty directory is there.
 * @throws JavaError what java.nio says
 */
export async function createSymlink(link: string, target: string, signal?: AbortSignal): Promise<void> {
  const invalid = invalidPath(link);
  if (invalid) throw invalid;
  const path = toPath(link);
  // Paths.get() gives the target Java's normal form, and the empty one is refused by the system.
  const text = target === '' ? '' : toPath(javaFile(target));
  if (await replacedAtomically(path, text)) return;
  for (let tries = 1; ; tries++) {
    await deleteIfExists(path);
    try {
      await symlink(text, path);
      return;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST' || tries === MAX_TRIES) throw nioError(error, path);
    }
    // Somebody else is making the same link.
    await delay(RETRY_WAIT, undefined, { signal });
  }
}

/**
 * Util.resolveSymlink: the text of a link; null when it is none, or is not there, or cannot be read.
 * @throws JavaError java.io.IOException only for a name that no file can have
 */
export async function resolveSymlink(file: string): Promise<string | null> {
  const path = toPath(file);
  try {
    return javaFile(await readlink(path));
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}

/** Util.resolveSymlinkToFile: where a link points, one step; null when it is none. */
export async function resolveSymlinkToFile(file: string): Promise<string | null> {
  const target = await resolveSymlink(file);
  if (target === null || isAbsoluteFile(target)) return target;
  return childFile(parentFile(file) ?? '.', target);
}

/** Moves a link made aside over the old one, so that there always is one. The official code gives this up quietly. */
async function replacedAtomically(path: string, target: string): Promise<boolean> {
  const parent = parentFile(path) ?? '.';
  let aside: string | undefined;
  try {
    aside = await createTempFile(`symtmp${fileName(path).slice(0, 32)}`, null, parent);
    await unlink(aside);
    await symlink(target, aside);
    await rename(aside, path);
    return true;
  } catch {
    // Whatever is wrong shows again, with its message, when it is tried in place.
    if (aside !== undefined) await rm(aside, { force: true });
    return false;
  }
}
