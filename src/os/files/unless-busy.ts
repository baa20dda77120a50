import { errorCode } from '../../java/file-errors.js';

const TRIES = 50;
const PAUSE_MS = 20;

/**
 * Does something to a file at once. On Windows a file that another process just reads can neither be replaced nor removed, so there
 * it is tried again for a second.
 * @returns whether it was done; false only for a file that stays in use
 * @throws any other error
 */
export function unlessBusy(act: () => void, platform = process.platform): boolean {
  for (let tries = 1; ; tries++) {
    try {
      act();
      return true;
    } catch (error) {
      if (platform !== 'win32' || !['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '')) throw error;
      if (tries === TRIES) return false;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
}
