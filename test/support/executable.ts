import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

export interface Executable {
  /** bin/agent.js, to be run with Node. */
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * The executable as it is installed, built from the present sources into a folder of its own: the bundle in dist/ may be
 * stale, or just being built.
 */
export async function buildExecutable(): Promise<Executable> {
  const folder = await mkdtemp(join(tmpdir(), 'installed-'));
  await promisify(execFile)(process.execPath, ['build.mjs', '--into', folder], { cwd: PROJECT });
  await cp(join(PROJECT, 'bin'), join(folder, 'bin'), { recursive: true });
  await cp(join(PROJECT, 'package.json'), join(folder, 'package.json'));
  return { path: join(folder, 'bin/agent.js'), remove: () => rm(folder, { recursive: true, force: true }) };
}
