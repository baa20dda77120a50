/**
 * Builds what runs: dist/ is the agent, which is what a package holds, and build/ the tools of those who work on it. Both
 * are bundles with everything in them, in parts that load when they are first used. `--analyze` lists what is in them;
 * `--into DIRECTORY` puts them elsewhere.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const {
  values: { analyze, into },
} = parseArgs({ options: { analyze: { type: 'boolean', default: false }, into: { type: 'string', default: root } } });

/** Packages of the CommonJS kind call require() for Node's own modules. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

async function bundle(directory, entryPoints) {
  const found = Object.fromEntries(Object.entries(entryPoints).filter(([, path]) => existsSync(`${root}${path}`)));
  const outdir = join(into, directory);
  rmSync(outdir, { recursive: true, force: true });
  if (Object.keys(found).length === 0) return;
  const result = await build({
    absWorkingDir: root,
    entryPoints: found,
    outdir,
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    // Names stay: stack traces are read by people.
    minifyIdentifiers: false,
    legalComments: 'none',
    banner: { js: REQUIRE },
    // Optional native helpers of ws: never there, and never wanted.
    external: ['bufferutil', 'utf-8-validate'],
    metafile: analyze,
    logLevel: 'warning',
  });
  if (analyze) {
    const { analyzeMetafile } = await import('esbuild');
    console.log(await analyzeMetafile(result.metafile));
  }
}

await bundle('dist', { main: 'src/cli/main.ts' });
await bundle('build', { demo: 'src/controller/demo.ts', bench: 'bench/bench.ts' });
