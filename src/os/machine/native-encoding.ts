/** native.encoding of a JVM: the charset of the machine's own programs, which is not that of the agent. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { windowsFolder } from '../process/find-windows-program.js';

const KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage';
const TIMEOUT_MS = 5_000;

/** Names that are no `Cp` with the number (java_props_md.c of Windows, getEncodingInternal). */
const NAMES: Readonly<Record<string, string>> = {
  '0': 'UTF-8',
  '65001': 'UTF-8',
  '874': 'MS874',
  '932': 'MS932',
  '936': 'GBK',
  '949': 'MS949',
  '950': 'MS950',
  '1361': 'MS1361',
};

let known: string | undefined;

/** On Windows the registry's ANSI code page, asked once. @throws Error when it cannot be asked */
export function nativeEncoding(platform = process.platform): string {
  return platform === 'win32' ? (known ??= encodingOfCodePage(codePage())) : 'UTF-8';
}

/** @internal */
export function encodingOfCodePage(number: string): string {
  return NAMES[number] ?? `Cp${number}`;
}

function codePage(): string {
  const program = path.win32.join(windowsFolder(), 'System32\\reg.exe');
  const options = { encoding: 'utf8', windowsHide: true, timeout: TIMEOUT_MS } as const;
  const printed = execFileSync(program, ['query', KEY, '/v', 'ACP'], options);
  const number = /\sACP\s+REG_SZ\s+([0-9]+)/.exec(printed)?.[1];
  if (number === undefined) throw new Error(`${program} does not tell the code page: ${printed}`);
  return number;
}
