/**
 * `npm run test:windows`: the agent on Windows, which is Wine in a Debian tree (bed.mjs). Builds the package, makes agent.exe of it
 * under Wine, drives both from an embedded controller here, and runs the unit tests that mean something on Windows under Wine.
 * Exits with 0 when all of that has passed, with 1 when something failed, and with 69 where this machine cannot have a test bed.
 *
 *     npm run test:windows -- FILTER...   only the tests driven from here whose files match
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Impossible, makeBed } from './bed.mjs';

const UNAVAILABLE = 69;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NODE = 'Z:\\bed\\node\\package\\bin\\node.exe';

const filters = process.argv.slice(2);

try {
  step('build', () => execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' }));
  const bed = step('test bed', makeBed);
  step('agent.exe', () => underWine(bed, ['build-binary.mjs']));
  step('driven from here', () => vitest(bed, filters));
  if (filters.length === 0) {
    const words = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/windows/unit.config.ts'];
    step('unit tests under Wine', () => underWine(bed, words));
  }
} catch (error) {
  if (!(error instanceof Impossible)) throw error;
  console.error(`\nThe tests for Windows cannot run on this machine: ${error.message}`);
  process.exit(UNAVAILABLE);
}

function step(name, run) {
  console.log(`\n== windows: ${name}`);
  return run();
}

function vitest(bed, words) {
  const command = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/windows/vitest.config.ts', ...words];
  const env = { ...process.env, WINDOWS_BED: bed };
  execFileSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit', env });
}

/** Runs Windows' Node in the copy of the checkout. Its output has to be a file, and is shown when it has ended. */
function underWine(bed, words) {
  const folder = mkdtempSync(join(tmpdir(), 'wine-output-'));
  const out = openSync(join(folder, 'output.txt'), 'w');
  try {
    const env = { ...process.env, WINDOWS_BED: bed, WINDOWS_CWD: '/bed/run' };
    const wine = fileURLToPath(new URL('wine', import.meta.url));
    const { status } = spawnSync(wine, [NODE, ...words], { stdio: ['ignore', out, out], env });
    process.stdout.write(readFileSync(join(folder, 'output.txt')));
    if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status} under Wine`);
  } finally {
    closeSync(out);
    rmSync(folder, { recursive: true });
  }
}
