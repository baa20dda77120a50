/** FilePath$IsDescendant: whether a relative path stays below a directory, links on the way resolved one by one. */
import path from 'node:path';
import { JavaError } from '../../java/java-error.js';
import { errorCode, nioError } from '../../java/file-errors.js';
import { absoluteFile, isAbsoluteFile, javaFile, normalizePath, pathStartsWith, toPath } from '../../java/path.js';
import { resolveSymlinkToFile } from './links.js';
import { realPathOf } from './real-path.js';

/**
 * @returns false also when the directory does not exist; a path of which only the beginning exists is judged by its text
 * @throws JavaError java.lang.IllegalArgumentException for an absolute path
 */
export async function isDescendant(directory: string, relative: string): Promise<boolean> {
  if (isAbsoluteFile(relative)) {
    const message = `Only a relative path is supported, the given path is absolute: ${relative}`;
    throw new JavaError('java.lang.IllegalArgumentException', message);
  }
  const parent = absoluteFile(toPath(directory));
  const realParent = await realPath(parent);
  if (realParent === 'missing') return false;
  if (typeof realParent !== 'string') throw realParent;

  let current = parent;
  for (const name of javaFile(relative).split(path.sep)) {
    if (name === '') continue;
    const child = toPath(path.sep === '/' && current === '/' ? `/${name}` : `${current}${path.sep}${name}`);
    current = (await resolveSymlinkToFile(child)) ?? child;
    const real = await realPath(current);
    if (real === 'missing') return pathStartsWith(normalizePath(current), normalizePath(parent));
    if (typeof real !== 'string') return false;
    if (!pathStartsWith(real, realParent)) return false;
  }
  return true;
}

/** Path.toRealPath(): the path, 'missing', or the error that it fails with. */
async function realPath(file: string): Promise<string | Error> {
  try {
    return await realPathOf(file);
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'missing' : nioError(error, file);
  }
}
