/** java.nio.file.Files.deleteIfExists. */
import { lstat, rmdir, unlink } from 'node:fs/promises';
import { withoutNamespace } from '../../java/path.js';
import { errorCode, fileSystemError, nioError } from '../../java/file-errors.js';

/**
 * Deletes a file, a link (not what it points to) or an empty directory; one that is not there is fine.
 * @param target bytes, for a name that may not be UTF-8
 * @throws JavaError java.nio.file.DirectoryNotEmptyException, or what java.nio says
 */
export async function deleteIfExists(target: string | Buffer): Promise<void> {
  try {
    if ((await lstat(target)).isDirectory()) await rmdir(target);
    else await unlink(target);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') {
      throw fileSystemError('java.nio.file.DirectoryNotEmptyException', withoutNamespace(target.toString()));
    }
    throw nioError(error, withoutNamespace(target.toString()));
  }
}
