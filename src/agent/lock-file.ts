/** A file that says which process uses something. It holds the process id; one whose process is gone counts for nothing. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { errorCode } from '../host/files/errors.js';

export class LockFile {
  private constructor(private readonly path: string) {}

  /** Undefined when another living process holds it. Throws when the file cannot be made. */
  static take(path: string): LockFile | undefined {
    try {
      return LockFile.#create(path);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    if (isAlive(holderOf(path))) return undefined;
    rmSync(path, { force: true });
    try {
      return LockFile.#create(path);
    } catch (error) {
      // Another process was faster in taking the dead one's lock.
      if (errorCode(error) === 'EEXIST') return undefined;
      throw error;
    }
  }

  release(): void {
    rmSync(this.path, { force: true });
  }

  static #create(path: string): LockFile {
    const fd = openSync(path, 'wx');
    try {
      writeSync(fd, `${process.pid}\n`);
    } finally {
      closeSync(fd);
    }
    return new LockFile(path);
  }
}

/** NaN for an empty file: the official agent writes nothing into its lock, and holds it in a way that only Java sees. */
function holderOf(path: string): number {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return Number.NaN;
    throw error;
  }
}

/** A process of our own id that is not us cannot be: in a container the id comes back after every restart. */
function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
