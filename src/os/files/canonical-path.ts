import { errorCode, streamError } from '../../java/file-errors.js';
import { ioError } from '../../java/java-error.js';
import { absoluteFile, childFile, fileName, isUsableFile, normalizePath, parentFile } from '../../java/path.js';
import { realPathOf } from './real-path.js';

/**
 * File.getCanonicalPath: links resolved as far as the path exists, the rest kept as it is.
 * @throws JavaError java.io.IOException
 */
export async function canonicalPath(file: string): Promise<string> {
  if (!isUsableFile(file)) throw ioError('Invalid file path');
  const missing: string[] = [];
  for (let at = normalizePath(absoluteFile(file)); ;) {
    try {
      return missing.reduceRight((path, name) => childFile(path, name), await realPathOf(at));
    } catch (error) {
      const code = errorCode(error);
      const parent = parentFile(at);
      if (parent === null || (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EACCES')) throw streamError(error);
      missing.push(fileName(at));
      at = parent;
    }
  }
}
