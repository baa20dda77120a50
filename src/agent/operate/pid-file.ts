/** `--pid-file`: tells others which process this is, and keeps a second one away. */
import { fileIoError } from '../../java/file-errors.js';
import { JavaError } from '../../java/java-error.js';
import { LockFile } from '../life/lock-file.js';

/**
 * Writes our process id. A file whose process is gone is replaced.
 * @returns what removes it
 * @throws JavaError java.io.IOException when a living process holds it, or it cannot be written
 */
export function takePidFile(path: string): () => void {
  let lock: LockFile | undefined;
  try {
    lock = LockFile.take(path);
  } catch (error) {
    throw fileIoError(error, path);
  }
  if (lock === undefined) {
    throw new JavaError('java.io.IOException', `Another agent is running: its process id is in ${path}`);
  }
  const held = lock;
  return () => held.release();
}
