/**
 * Builds what runs: dist/ is the agent, which is what a package holds, and build/ the tools of those who work on it. Both
 * are bundles with everything in them, in parts that load when they are first used. `--analyze` lists what is in them;
 * `--into DIRECTORY` puts them elsewhere. `--every-line`, for what is to be published, makes a code cache for each Node in
 * tools/node/lines that this machine can run, beside the one for the Node that runs this.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { analyzeMetafile, build } from 'esbuild';
import { noNativeParts } from './no-native-parts.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const {
  values: { analyze, into, 'every-line': everyLine },
} = parseArgs({
  options: {
    analyze: { type: 'boolean', default: false },
    into: { type: 'string', default: root },
    'every-line': { type: 'boolean', default: false },
  },
});

/** What connecting needs: one file, because each file costs a start about a millisecond, and the code cache is for one. */
const AT_START = [
  'src/cli/main.ts',
  'src/agent/life/host.ts',
  'src/agent/connect/tcp-connector.ts',
  'src/agent/connect/web-socket-connector.ts',
  'src/endpoint/http-get.ts',
  'src/jenkins/connect/index.ts',
  'src/jenkins/remoting/index.ts',
  'named-exports:ws',
];

/** Packages of the CommonJS kind call require() for Node's own modules. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);\n";

const SHARED = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22.12',
  minifySyntax: true,
  minifyWhitespace: true,
  // Names stay: stack traces are read by people.
  minifyIdentifiers: false,
  legalComments: 'none',
  logLevel: 'warning',
  define: { BUILT_FROM_COMMIT: JSON.stringify(commit()) },
  write: false,
};

await buildTools('build', {
  demo: 'tools/controller/demo.ts',
  bench: 'bench/bench.ts',
  'plain-git': 'bench/plain-git.ts',
  controller: 'tools/controller/controller.ts',
  'coverage-plugins': 'tools/coverage/main.ts',
  herd: 'tools/herd/main.ts',
  'class-versions': 'tools/class-versions/main.ts',
});
await buildAgent('dist');

/**
 * The agent: main.cjs is everything that is needed at the start, parts/ what is loaded later, parts.pack the same in one file,
 * main-….cache what a V8 made of
 * main.cjs. Main is CommonJS because Node takes a code cache, and starts fast, for that alone.
 */
async function buildAgent(directory) {
  const { texts, outputs, inputs } = await bundleInParts(directory, { main: 'src/cli/main.ts' });
  const atStart = closure(
    outputs,
    Object.keys(outputs).filter((path) => AT_START.includes(outputs[path].entryPoint)),
  );
  const later = Object.keys(outputs).filter((path) => !atStart.has(path));
  const shared = new Set(
    later.flatMap((path) => outputs[path].imports.map((used) => used.path)).filter((path) => atStart.has(path)),
  );

  const files = new Map([[`${directory}/main.cjs`, await mergeMain(directory, texts, atStart, shared)]]);
  for (const path of later) files.set(path, REQUIRE + texts.get(path));
  for (const path of shared) files.set(path, forwarding(path, outputs[path].exports));
  files.set(`${directory}/parts.pack`, pack([...files].filter(([path]) => path.startsWith(`${directory}/parts/`))));
  files.set(`${directory}/LICENSES.txt`, licenses(Object.keys(inputs)));
  replaceDirectory(directory, files);
  const words = [join(root, 'make-code-cache.mjs'), join(into, directory), join(into, 'build/controller.js')];
  for (const node of [process.execPath, ...(everyLine ? nodesOfLines() : [])]) {
    execFileSync(node, ['--predictable', '--random-seed=1', ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}

/** What the sources are: a commit, with a mark when they differ from it; `unknown` outside of a clone. */
function commit() {
  if (!existsSync(join(root, '.git'))) return 'unknown';
  try {
    const words = ['-C', root, 'describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'];
    return execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  } catch (error) {
    console.warn(`The commit is not known: ${error.message.split('\n', 1)[0]}`);
    return 'unknown';
  }
}

/** All parts in one file, for bin/load.js: the length of an index in twelve digits, the index, the texts. */
function pack(parts) {
  const index = {};
  const texts = [];
  let offset = 0;
  for (const [path, text] of parts) {
    const bytes = Buffer.from(text);
    index[posix.basename(path)] = [offset, bytes.length];
    texts.push(bytes);
    offset += bytes.length;
  }
  const head = Buffer.from(JSON.stringify(index));
  return Buffer.concat([Buffer.from(String(head.length).padStart(12, '0')), head, ...texts]);
}

/** The Nodes of tools/node/lines that are installed and for this machine. */
function nodesOfLines() {
  const packages = join(root, 'tools/node/lines/node_modules');
  if (!existsSync(packages)) return [];
  const ours = new RegExp(`^node-\\d+-${process.platform}-${process.arch}$`);
  const names = readdirSync(packages).filter((name) => ours.test(name));
  return names.map((name) => join(packages, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'));
}

/** The tools: who uses them waits for other things than their start. */
async function buildTools(directory, entryPoints) {
  const found = Object.fromEntries(Object.entries(entryPoints).filter(([, path]) => existsSync(join(root, path))));
  const { texts } = await bundleInParts(directory, found);
  replaceDirectory(directory, new Map([...texts].map(([path, text]) => [path, REQUIRE + text])));
}

/** Bundles, with a part for each dynamic import and one for whatever several parts share. */
async function bundleInParts(directory, entryPoints) {
  const { outputFiles, metafile } = await build({
    ...SHARED,
    entryPoints,
    outdir: directory,
    chunkNames: 'parts/[name]-[hash]',
    splitting: true,
    format: 'esm',
    // Optional native helpers of ws: ours for the one, and the other is never there, and never wanted. Tools take prettier as it is.
    alias: { bufferutil: './src/transport/websocket/mask.ts' },
    external: ['utf-8-validate', 'prettier'],
    plugins: [namedExports(), noSubcommands(), noNativeParts()],
    metafile: true,
  });
  if (analyze) console.log(await analyzeMetafile(metafile));
  const texts = new Map(outputFiles.map(({ path, text }) => [posixPath(relative(root, path)), text]));
  return { texts, outputs: metafile.outputs, inputs: metafile.inputs };
}

/** esbuild gives a CommonJS package that is imported dynamically no named exports; Node does. */
function namedExports() {
  return {
    name: 'named exports',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[^.]/ }, ({ kind, path }) => {
        if (kind !== 'dynamic-import' || path.startsWith('node:')) return undefined;
        return { path, namespace: 'named-exports' };
      });
      onLoad({ filter: /.*/, namespace: 'named-exports' }, async ({ path }) => {
        const module = await import(import.meta.resolve(path));
        const names = Object.keys(module).filter((name) => name !== 'default' && name !== 'module.exports');
        const lines = names.map((name) => `export const ${name} = all.${name};`);
        if ('default' in module) lines.unshift('export default all.default;');
        return {
          contents: `import * as all from '${path}';\n${lines.join('\n')}`,
          resolveDir: root,
        };
      });
    },
  };
}

/** Commander can start subcommands as processes. We have none, and loading child_process is half of what commander costs. */
function noSubcommands() {
  return {
    name: 'no subcommands',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) => {
        return /node_modules.commander./.test(importer) ? { path, namespace: 'no-subcommands' } : undefined;
      });
      onLoad({ filter: /.*/, namespace: 'no-subcommands' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}

/** These outputs and all that they import statically. */
function closure(outputs, paths) {
  const reached = new Set(paths);
  for (const path of reached) {
    for (const used of outputs[path].imports)
      if (used.kind === 'import-statement' && outputs[used.path]) reached.add(used.path);
  }
  return reached;
}

/** One CommonJS file out of all parts that are needed at the start; others are loaded with its `importPart`. */
async function mergeMain(directory, texts, atStart, shared) {
  const entries = [...shared].map(
    (path) => `${JSON.stringify(posix.basename(path))}: () => import('./${posix.relative(directory, path)}')`,
  );
  const merge = {
    name: 'merge',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, importer, namespace }) => {
        const target = posix.join(namespace === 'part' ? posix.dirname(importer) : directory, path);
        if (atStart.has(target)) return { path: target, namespace: 'part' };
        return { path: `./${posix.relative(directory, target)}`, external: true };
      });
      onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => ({ contents: texts.get(path), resolveDir: root }));
    },
  };
  const { outputFiles } = await build({
    ...SHARED,
    stdin: {
      contents: `export { main } from './main.js';\nexport const parts = {${entries.join(',')}};\n`,
      resolveDir: root,
    },
    format: 'cjs',
    plugins: [merge],
  });
  return outputFiles[0].text.replace(/\bimport\((?="\.\/parts\/)/g, 'module.exports.importPart(');
}

/** A part that main.cjs has in it, for the parts that share it. */
function forwarding(path, names) {
  const lines = names.map((name) => `export const ${name === 'default' ? '__default' : name} = part.${name};`);
  const named = lines.join('\n').replace('export const __default = part.default;', 'export default part.default;');
  return `const part = await globalThis[Symbol.for('jenkins-inbound-agent')].parts[${JSON.stringify(posix.basename(path))}]();\n${named}\n`;
}

/** The licences of what is in the bundle: each asks to go along. */
function licenses(inputs) {
  const folders = new Set(inputs.map((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    // saxes brings no text along.
    const stated = `Licence: ${license}, by ${author?.name ?? author}`;
    return `${name} ${version}\n\n${file === undefined ? stated : readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

function replaceDirectory(directory, files) {
  rmSync(join(into, directory), { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), text);
  }
}

function posixPath(path) {
  return path.replaceAll('\\', '/');
}
