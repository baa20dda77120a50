/**
 * Runs a program that is not root, and that sees a read-only file system, a full one and a crowded one: mounts of its own, in
 * a mount namespace that ends with it. For root, as in CI, and for users who may make user namespaces.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { noNativeParts } from '../../../no-native-parts.mjs';
import { mountCommands } from './places.js';

const NOBODY = 65_534;

/** Runs a module of the tests, as a program of its own, in a directory whose `trees` it may write to. Gives its standard output. */
export async function runInSandbox(directory: string, module: URL): Promise<string> {
  chmodSync(directory, 0o755);
  const outfile = join(directory, 'main.mjs');
  // What is bundled of CommonJS modules wants it.
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  const common = { bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' } as const;
  const plugins = [noNativeParts()];
  await build({ ...common, entryPoints: [fileURLToPath(module)], outfile, banner, plugins });
  return inSandbox(directory, `"${process.execPath}" main.mjs`);
}

function inSandbox(directory: string, command: string): string {
  const isRoot = process.getuid?.() === 0;
  const namespaces = isRoot ? ['--mount'] : ['--map-root-user', '--mount'];
  const withoutRights = isRoot
    ? `setpriv --reuid ${NOBODY} --regid ${NOBODY} --clear-groups`
    : 'setpriv --bounding-set=-all --inh-caps=-all';
  const script = `${mountCommands(directory, isRoot ? NOBODY : 0)} && cd '${directory}' && exec ${withoutRights} sh -ec '${command}'`;
  const { status, stdout, stderr, error } = spawnSync('unshare', [...namespaces, 'sh', '-ec', script], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`The sandbox ended with ${String(status)}: ${stderr}`);
  return stdout;
}
