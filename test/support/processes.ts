/** Real processes for tests, and how to wait for what becomes of them. */
import { readFileSync } from 'node:fs';

/** Whether a process runs; one that has ended and has not been waited for does not. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid)) throw new TypeError(`${pid} is no process id`);
  try {
    return !/^[ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, ''));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH')
      return false;
    throw error;
  }
}

/** Polls until it holds. Throws after `ms`. */
export async function eventually(holds: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not so within ${ms} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
