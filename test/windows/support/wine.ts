/** Windows programs under Wine, in the bed that run.mjs made. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The bed's folder, which Windows sees as `Z:\bed`. */
export const BED = process.env['WINDOWS_BED'] ?? '';

/** The copy of the checkout as Windows sees it. */
export const CHECKOUT = 'Z:\\bed\\run';
export const NODE = 'Z:\\bed\\node\\package\\bin\\node.exe';
export const AGENT_JS = `${CHECKOUT}\\bin\\agent.js`;
export const AGENT_EXE = `${CHECKOUT}\\build\\agent.exe`;

export interface WineOptions {
  /** Handed on are JENKINS_*, REMOTING_* and WINDOWS_TEST_*. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A Windows program that runs. Its output goes to a file, because it cannot go to a pipe. */
export interface WineProcess {
  /** `exit code 0` or `signal SIGKILL`. */
  readonly exited: Promise<string>;
  /** What it has printed so far. */
  output(): string;
  /** Ends it as TerminateProcess does: at once. */
  kill(): void;
}

export function startWine(command: readonly string[], { env = {} }: WineOptions = {}): WineProcess {
  const folder = mkdtempSync(join(tmpdir(), 'wine-output-'));
  const file = join(folder, 'output.txt');
  const [input, out] = [openSync('/dev/null', 'r'), openSync(file, 'w')];
  const child = spawn(join(import.meta.dirname, '../wine'), command, {
    stdio: [input, out, out],
    env: { PATH: process.env['PATH'], WINDOWS_BED: BED, ...env },
  });
  closeSync(input);
  closeSync(out);
  let final: string | undefined;
  const exited = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      final = readFileSync(file, 'utf8');
      rmSync(folder, { recursive: true });
      resolve(code === null ? `signal ${signal}` : `exit code ${code}`);
    });
  });
  return { exited, output: () => final ?? readFileSync(file, 'utf8'), kill: () => child.kill('SIGKILL') };
}

/** Runs a Windows program to its end. */
export async function runWine(command: readonly string[], options: WineOptions = {}) {
  const program = startWine(command, options);
  const ended = await program.exited;
  return { ended, output: program.output() };
}

/** A place on C: as this machine names it. */
export function onDriveC(windowsPath: string): string {
  return join(BED, 'prefix/drive_c', windowsPath.replace(/^C:\\/, '').replaceAll('\\', '/'));
}
