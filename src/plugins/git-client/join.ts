import { after } from '../../java/deadline.js';
import type { LocalProcess } from '../../os/process/local-process.js';
import type { Listener } from '../../jenkins/listener/listener.js';

/**
 * hudson.Proc.joinWithTimeout: waits for a process, but kills it with its descendants when it takes too long, and says so in
 * the log. Cut off by the signal, it kills the process and throws the signal's reason.
 * @param minutes how long it may take
 * @returns the exit code
 */
export async function joinWithTimeout(
  process: LocalProcess,
  minutes: number,
  listener: Listener,
  signal: AbortSignal,
): Promise<number> {
  let killed: Promise<void> | undefined;
  const kill = async () => {
    await listener.error(`Timeout after ${minutes} minutes`);
    await process.kill(signal);
  };
  const cancel = after(minutes * 60_000, () => {
    killed = kill();
    // Reported below; by then it may have failed for a while.
    killed.catch(() => undefined);
  });
  try {
    return await process.join(signal);
  } finally {
    cancel();
    await killed;
  }
}
