/**
 * Runs an operation in a process that is not root, because root is not refused anything. Where the tests run as root the
 * process gives up its rights; elsewhere it has none to give up.
 */
import { execFile } from 'node:child_process';
import { chmodSync, realpathSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';

const NOBODY = 65_534;

export interface Outcome {
  readonly value?: unknown;
  /** JavaError.toString() of the error. */
  readonly error?: string;
  readonly cause?: string;
  readonly suppressed?: readonly string[];
}

/** Runs one of the operations that unprivileged-main.ts knows. */
export async function unprivileged(operation: string, ...args: readonly string[]): Promise<Outcome> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'unprivileged-')));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  chmodSync(directory, 0o755);
  const outfile = join(directory, 'main.mjs');
  const entry = fileURLToPath(new URL('unprivileged-main.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' });
  chmodSync(outfile, 0o644);
  const rights = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const { stdout } = await promisify(execFile)(process.execPath, [outfile, operation, ...args], {
    ...rights,
    cwd: directory,
  });
  return JSON.parse(stdout) as Outcome;
}

/** Who the operations run as. */
export function unprivilegedUser(): { uid: number; gid: number } {
  const uid = process.getuid?.() ?? -1;
  return uid === 0 ? { uid: NOBODY, gid: NOBODY } : { uid, gid: process.getgid?.() ?? -1 };
}
