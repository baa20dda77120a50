/** Between a request to stop and the end of the connection: builds that run may go on for a while. */
import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration } from './duration.js';

export interface DrainParts {
  /** Milliseconds. 0: nothing is waited for. */
  readonly timeoutMs: number;
  /** What runs now, for people. */
  readonly busy: () => Promise<readonly string[]>;
  /** Aborted when there is nothing to wait for any more: the connection has ended by itself. */
  readonly ended: AbortSignal;
  readonly say: (line: string) => void;
  readonly now?: () => number;
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const POLL_MS = 250;
/** Between the end of a build's last process and its next one, or the end of the build, the controller has things to do. */
const QUIET_MS = 2000;

/** Resolves when nothing has run for a moment, or when time is up, or the connection ended. */
export async function drain({
  timeoutMs,
  busy,
  ended,
  say,
  now = monotonic,
  pause = quietSleep,
}: DrainParts): Promise<void> {
  if (timeoutMs <= 0 || ended.aborted) return;
  const started = now();
  let running = await busy();
  if (running.length === 0) return;
  say(`Draining: waiting up to ${formatDuration(timeoutMs)} for ${list(running)}; a second signal ends this at once`);
  let quietSince: number | undefined;
  while (!isAborted(ended) && now() - started < timeoutMs) {
    await pause(Math.min(POLL_MS, Math.max(0, timeoutMs - (now() - started))), ended);
    running = await busy();
    if (running.length > 0) quietSince = undefined;
    else quietSince ??= now();
    if (quietSince !== undefined && now() - quietSince >= QUIET_MS) {
      say('Draining: nothing runs any more');
      return;
    }
  }
  if (!isAborted(ended)) say(`Draining: time is up${running.length === 0 ? '' : `, still running: ${list(running)}`}`);
}

function list(running: readonly string[]): string {
  return [...new Set(running)].join(', ');
}

function monotonic(): number {
  return performance.now();
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function quietSleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
