import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { scratch } from '../../os/files/scratch.js';
import { askAt } from '../../jenkins/ask.js';

it('leaves the key where it is for now', async () => {
  const key = join(scratch(), 'key');
  writeFileSync(key, '');
  expect(await askAt(key, 'hudson.plugins.mercurial.HgExe$DeleteOnExit')).toBeNull();
  expect(existsSync(key)).toBe(true);
});

it('deletes files and empty directories when the process ends', async () => {
  const root = scratch();
  const outfile = join(root, 'delete-on-exit.mjs');
  const entryPoints = ['src/os/files/delete-on-exit.ts'];
  await build({ entryPoints, bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'silent' });
  mkdirSync(join(root, 'd/full'), { recursive: true });
  for (const file of ['key', 'd/key', 'd/full/other']) writeFileSync(join(root, file), '');
  mkdirSync(join(root, 'empty'));
  const doomed = ['key', 'd/key', 'empty', 'd/full', 'gone'].map((name) => join(root, name));
  const program = `import { deleteOnExit } from ${JSON.stringify(outfile)}; ${JSON.stringify(doomed)}.forEach(deleteOnExit);`;
  execFileSync(process.execPath, ['--input-type=module', '-e', program]);
  expect(doomed.map((file) => existsSync(file))).toEqual([false, false, false, true, false]);
});
