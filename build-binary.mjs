/**
 * Builds one executable file that is the agent: the Node that runs this build with the agent's code inside (a single
 * executable application). It runs where that Node runs: the same system and architecture, and on Linux the same C library.
 * `--into DIRECTORY` puts it elsewhere than into build/; `--node FILE` takes another Node than the one that runs this.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { inject } from 'postject';
import { noNativeParts } from './no-native-parts.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const USAGE = `npm run build:binary -- [options]

Builds one executable file that is the agent, for this system and architecture.

  --into DIRECTORY   where to put it (default: build)
  --node FILE        another Node than the one that runs this: the agent's code
                     goes into a copy of it
  --help             this text
`;

const { values: options } = readOptions();
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        into: { type: 'string', default: join(root, 'build') },
        node: { type: 'string', default: process.execPath },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    console.error(`${error.message}\n"npm run build:binary -- --help" tells all options`);
    process.exit(2);
  }
}

/** What Node looks for in itself. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** Called by its own name it is `agent`; a link to it named jenkins-agent makes it the entrypoint. */
const MAIN = `
import { main } from './src/cli/main.ts';
main(process.argv.slice(2), process.argv0).then(
  (code) => process.exit(code),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
`;

const scratch = mkdtempSync(join(tmpdir(), 'binary-'));
try {
  const binary = join(options.into, process.platform === 'win32' ? 'agent.exe' : 'agent');
  const code = join(scratch, 'agent.cjs');
  await bundle(code);
  copyNode(options.node, binary);
  await inject(binary, 'NODE_SEA_BLOB', makeBlob(code), {
    sentinelFuse: FUSE,
    ...(process.platform === 'darwin' ? { machoSegmentName: 'NODE_SEA' } : {}),
  });
  leaveNodeOptions(binary);
  if (process.platform === 'darwin') execFileSync('codesign', ['--sign', '-', binary]);
  checkNodeOptions(binary);
  console.log(`${binary}: ${(statSync(binary).size / 1e6).toFixed(1)} MB, ${process.platform} ${process.arch}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Everything in one CommonJS file: there are no other files to load it from. */
async function bundle(outfile) {
  await build({
    absWorkingDir: root,
    stdin: { contents: MAIN, resolveDir: root },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22.12',
    minifySyntax: true,
    minifyWhitespace: true,
    // Names stay: stack traces are read by people.
    minifyIdentifiers: false,
    legalComments: 'none',
    // Optional native helpers of ws: never there, and never wanted.
    external: ['bufferutil', 'utf-8-validate'],
    plugins: [noNativeParts()],
    logLevel: 'warning',
  });
}

/** The code with what V8 compiled of it. Only the Node that it was made by can start it. */
function makeBlob(code) {
  const [config, output] = [join(scratch, 'sea.json'), join(scratch, 'agent.blob')];
  writeFileSync(
    config,
    JSON.stringify({
      main: code,
      output,
      disableExperimentalSEAWarning: true,
      useCodeCache: true,
      // NODE_OPTIONS is for builds. Nodes that do not know this yet are told by leaveNodeOptions.
      execArgvExtension: 'none',
    }),
  );
  execFileSync(options.node, ['--experimental-sea-config', config], { stdio: ['ignore', 'ignore', 'inherit'] });
  return readFileSync(output);
}

function copyNode(node, binary) {
  mkdirSync(options.into, { recursive: true });
  rmSync(binary, { force: true });
  copyFileSync(node, binary);
  chmodSync(binary, 0o755);
  if (process.platform === 'darwin') execFileSync('codesign', ['--remove-signature', binary]);
}

/**
 * Has the executable look for options of Node under another name than NODE_OPTIONS, which is meant for what builds run. In the
 * Nodes that need this the name stands once as a C string; beside it there are strings of V8's snapshot, led by their length.
 */
function leaveNodeOptions(binary) {
  const bytes = readFileSync(binary);
  const name = Buffer.from('\0NODE_OPTIONS\0');
  const places = [];
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
    if (bytes[at - 3] !== 'NODE_OPTIONS'.length || bytes[at - 2] !== 0) places.push(at + 1);
  }
  if (places.length !== 1) return;
  bytes.write('AGENT_NODEJS', places[0], 'latin1');
  writeFileSync(binary, bytes);
}

/** Whichever way it was done: options that Node would refuse must not matter. */
function checkNodeOptions(binary) {
  execFileSync(binary, ['-version'], {
    env: { ...process.env, NODE_OPTIONS: '--no-such-option' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
