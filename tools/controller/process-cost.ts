/** What a process has used, as Linux tells it under /proc. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessCost {
  /** User and system time of all its threads, milliseconds. */
  readonly cpuMs: number;
  /** Resident memory now. */
  readonly residentMb: number;
  /** The most resident memory it ever had. */
  readonly peakMb: number;
}

/** USER_HZ, which Linux fixes at 100 on every architecture that Node runs on. */
const TICK_MS = 10;

/** Reads the cost of a running process; undefined where there is no /proc. Throws when the process is gone. */
export function processCost(pid: number): ProcessCost | undefined {
  if (process.platform !== 'linux') return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // Fields are counted from behind the command's name, which may hold anything; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return {
    // Ticks count ended threads too; the scheduler's own figures are exact.
    cpuMs: Math.max((Number(fields[11]) + Number(fields[12])) * TICK_MS, threadsMs(pid)),
    residentMb: statusMb(status, 'VmRSS'),
    peakMb: statusMb(status, 'VmHWM'),
  };
}

/** The first number of `schedstat` is nanoseconds on a processor. */
function threadsMs(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[0]);
    } catch (error) {
      // The thread has just ended, or the kernel keeps no such figures: the ticks stand.
      if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')))
        throw error;
    }
  }
  return nanoseconds / 1e6;
}

function statusMb(status: string, key: string): number {
  const kilobytes = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`no ${key} in the status of the process: it has ended`);
  return Number(kilobytes) / 1024;
}
