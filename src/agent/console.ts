import { writeSync } from 'node:fs';
import { errorCode } from '../host/files/errors.js';
import type { LogSink } from './log-file.js';

/**
 * Standard error. Written at once, so that nothing is lost when the process ends right after; a reader that is slow or gone
 * must not hold up or end the agent.
 */
export const consoleSink: LogSink = {
  write: (text) => writeConsole(text),
  close: () => undefined,
};

/** Writes text to standard error; what cannot be written is dropped. */
export function writeConsole(text: string): void {
  const bytes = Buffer.from(text);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(2, bytes, done);
  } catch (error) {
    // A full pipe, a closed one, a terminal that went away: there is nobody left to tell.
    if (!['EAGAIN', 'EPIPE', 'EIO', 'EBADF', 'ENOSPC'].includes(errorCode(error) ?? '')) throw error;
  }
}
