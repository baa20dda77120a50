/** Which program a process runs, by name: `node.exe`. */
import { execFileSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import path from 'node:path';
import { windowsFolder } from './find-windows-program.js';

const TIMEOUT_MS = 10_000;

/** Undefined where nothing tells: it has ended, belongs to somebody else, or the system keeps it to itself. */
export function programOf(pid: number): string | undefined {
  try {
    if (process.platform === 'win32') return imageName(tasklist(pid));
    return path.basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''));
  } catch {
    return undefined;
  }
}

/** @internal the first line of `"node.exe","4812","Console","1","18,508 K"`; there is none when no process has the id */
export function imageName(list: string): string | undefined {
  return /^"([^"]+)","[0-9]+"/m.exec(list)?.[1];
}

function tasklist(pid: number): string {
  const program = path.win32.join(windowsFolder(), 'System32\\tasklist.exe');
  const options = { encoding: 'utf8', windowsHide: true, timeout: TIMEOUT_MS } as const;
  return execFileSync(program, ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], options);
}
