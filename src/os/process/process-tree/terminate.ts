/** SIGTERM by process id, with the refusals of java.lang.ProcessHandle.destroy. */
import process from 'node:process';
import { JavaError } from '../../../java/java-error.js';

/** Throws java.lang.IllegalStateException for this very process: an agent whose own environment matches must not end itself. */
export function sendTerm(pid: number): void {
  if (pid === process.pid)
    throw new JavaError('java.lang.IllegalStateException', 'destroy of current process not allowed');
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // It ended by itself, or belongs to somebody else: destroy() returns false, and nobody asks.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
