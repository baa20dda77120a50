/** The bundle of the agent: whatever it loads later is there, and loads where there is nothing but the bundle. */
import { execFile } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { buildExecutable } from '../support/executable.js';

/** Loads them as bin/agent.js does. */
const LOADER = `
import { createRequire } from 'node:module';
const main = createRequire(import.meta.url)('../dist/main.cjs');
main.importPart = (part) => import(new URL('../dist/' + part, import.meta.url));
globalThis[Symbol.for('jenkins-inbound-agent')] = main;
for (const part of process.argv.slice(2)) await import(new URL('../dist/parts/' + part, import.meta.url));
process.stdout.write('loaded');
process.exit();
`;

it('loads each of its parts', async () => {
  const executable = await buildExecutable();
  onTestFinished(() => executable.remove());
  const bin = dirname(executable.path);
  writeFileSync(join(bin, 'loader.mjs'), LOADER);
  const parts = readdirSync(join(bin, '../dist/parts')).filter((name) => name.endsWith('.js'));
  const { stdout } = await promisify(execFile)(process.execPath, [join(bin, 'loader.mjs'), ...parts]);
  expect(stdout).toBe('loaded');
}, 120_000);
