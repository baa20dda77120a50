/**
 * All processes of a Windows machine, with their parents, which stay named when they have ended: from WMI by PowerShell, or, where
 * that is not, by wmic. The environment of a process is out of reach of both.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { windowsFolder } from '../find-windows-program.js';

export interface WindowsProcess {
  readonly pid: number;
  readonly parent: number;
  /** Milliseconds since 1970; undefined where it is not told. */
  readonly created: number | undefined;
  /** Empty where it is not told. */
  readonly commandLine: string;
}

/** A line for each process: `PID<tab>PARENT<tab>CREATED<tab>COMMAND LINE`. No quotes in it, so that none has to be escaped. */
const SCRIPT = [
  `[Console]::OutputEncoding = [Text.Encoding]::UTF8`,
  `$epoch = [datetime]'1970-01-01'`,
  `Get-CimInstance -ClassName Win32_Process -Property ProcessId,ParentProcessId,CreationDate,CommandLine | ForEach-Object {` +
    ` $created = if ($_.CreationDate) { [long]($_.CreationDate.ToUniversalTime() - $epoch).TotalMilliseconds } else { '' };` +
    ` $line = [string]$_.CommandLine -replace '[\\r\\n\\t]', ' ';` +
    ` ($_.ProcessId, $_.ParentProcessId, $created, $line) -join [char]9 }`,
].join('; ');

const TIMEOUT_MS = 30_000;

/** Empty where neither PowerShell nor wmic tells. */
export async function windowsProcesses(): Promise<WindowsProcess[]> {
  const system = path.win32.join(windowsFolder(), 'System32');
  const powershell = path.win32.join(system, 'WindowsPowerShell\\v1.0\\powershell.exe');
  const told = parseLines((await output(powershell, ['-NoProfile', '-NonInteractive', '-Command', SCRIPT])).toString());
  if (told.length > 0) return told;
  const wmic = path.win32.join(system, 'wbem\\wmic.exe');
  return parseTable(decoded(await output(wmic, ['process', 'get', 'ParentProcessId,ProcessId'])));
}

/** @internal what PowerShell prints */
export function parseLines(text: string): WindowsProcess[] {
  return text.split('\n').flatMap((line) => {
    const match = /^([0-9]+)\t([0-9]+)\t([0-9]*)\t(.*)$/.exec(line.replace(/\r$/, ''));
    if (!match) return [];
    const [, pid, parent, created, commandLine = ''] = match;
    const time = created === '' ? undefined : Number(created);
    return [{ pid: Number(pid), parent: Number(parent), created: time, commandLine }];
  });
}

/** @internal what wmic prints: the columns in the order of their names */
export function parseTable(text: string): WindowsProcess[] {
  return text.split('\n').flatMap((line) => {
    const match = /^([0-9]+) +([0-9]+) *\r?$/.exec(line);
    return match ? [{ pid: Number(match[2]), parent: Number(match[1]), created: undefined, commandLine: '' }] : [];
  });
}

/** wmic writes UTF-16 to some outputs, with a byte order mark or without, and bytes to others. @internal */
export function decoded(bytes: Buffer): string {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe;
  return marked || bytes[1] === 0 ? bytes.toString('utf16le', marked ? 2 : 0) : bytes.toString('latin1');
}

/** What it printed, however it ended; nothing where it cannot be started. */
function output(program: string, args: readonly string[]): Promise<Buffer> {
  const options = { encoding: 'buffer', windowsHide: true, timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 } as const;
  return new Promise((resolve) => execFile(program, args, options, (_error, stdout) => resolve(stdout)));
}
