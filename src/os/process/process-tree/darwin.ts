/** The processes of macOS, from ps(1): there is no /proc, and sysctl is out of reach without native code. */
import { execFile } from 'node:child_process';
import { EnvVars } from '../environment.js';
import type { Pairs, ProcessEntry, ProcessTable } from './process-table.js';
import { sendTerm } from './terminate.js';

const PS = '/bin/ps';

export class DarwinProcessTable implements ProcessTable {
  async snapshot(): Promise<ProcessEntry[]> {
    return parseProcesses(await ps(['-A', '-o', 'pid=,ppid=,stat=,lstart=']));
  }

  async withEnvironment(entries: readonly ProcessEntry[], pairs: Pairs): Promise<ProcessEntry[]> {
    if (pairs.length === 0) return [];
    // -E appends the environment to the command, for our own processes; -ww keeps ps from cutting the lines.
    const matching = matchingPids(await ps(['-A', '-E', '-ww', '-o', 'pid=,command=']), pairs);
    return entries.filter((entry) => matching.has(entry.pid));
  }

  async argumentsOf({ pid }: ProcessEntry): Promise<string[]> {
    const command = (await ps(['-ww', '-o', 'command=', '-p', String(pid)])).trim();
    return command === '' ? [] : command.split(/ +/);
  }

  async environmentOf({ pid }: ProcessEntry): Promise<EnvVars> {
    const command = await ps(['-ww', '-o', 'command=', '-p', String(pid)]);
    return parseEnvironment(command, await ps(['-E', '-ww', '-o', 'command=', '-p', String(pid)]));
  }

  async isRunning(entry: ProcessEntry): Promise<boolean> {
    const [now] = parseProcesses(await ps(['-o', 'pid=,ppid=,stat=,lstart=', '-p', String(entry.pid)]));
    return now?.startTime === entry.startTime;
  }

  /** ps is too slow a way to tell, and when it has answered the parent has long had its turn. */
  isUnreaped(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async terminate(entry: ProcessEntry): Promise<void> {
    if (await this.isRunning(entry)) sendTerm(entry.pid);
  }
}

/** Lines of `pid ppid stat lstart`, the last to the second: `Fri Nov 20 19:24:00 2026`. Zombies are left out. */
export function parseProcesses(output: string): ProcessEntry[] {
  return output.split('\n').flatMap((line) => {
    const match = /^([0-9]+)\s+([0-9]+)\s+(\S+)\s+(\S.*)$/.exec(line.trim());
    if (!match || match[3]?.startsWith('Z') === true) return [];
    return [{ pid: Number(match[1]), parent: Number(match[2]), startTime: match[4] as string }];
  });
}

/** Values may hold blanks, so a pair counts as found when it stands between blanks or at the end of the line. */
export function matchingPids(output: string, pairs: Pairs): Set<number> {
  const matching = new Set<number>();
  for (const line of output.split('\n')) {
    const pid = /^\s*([0-9]+) /.exec(line)?.[1];
    const padded = `${line} `;
    if (pid !== undefined && pairs.every(([name, value]) => padded.includes(` ${name}=${value} `)))
      matching.add(Number(pid));
  }
  return matching;
}

/**
 * The variables in what ps -E prints after a command. Values may hold blanks, so one ends where the next name begins.
 * @param command what ps prints without -E
 */
export function parseEnvironment(command: string, withEnvironment: string): EnvVars {
  const [plain, full] = [command.trimEnd(), withEnvironment.trimEnd()];
  if (!full.startsWith(plain)) return new EnvVars();
  const pairs = full.slice(plain.length).split(/ (?=[A-Za-z_][A-Za-z0-9_]*=)/);
  return EnvVars.fromLines(pairs.slice(1));
}

function ps(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(PS, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 }, (error, stdout) => {
      // ps ends with 1 when the process that it was asked for is gone.
      if (error && error.code !== 1) reject(new Error(`${PS}: ${error.message}`, { cause: error }));
      else resolve(stdout);
    });
  });
}
