/**
 * Starts a Node that the project supports: `node tools/node/run.mjs ARGUMENT...`, with arguments as for node. That is the
 * Node that runs this where it is new enough, and otherwise the one that `npm ci` has brought along. WITH_NODE names
 * another: a line, such as 22, of those in tools/node/lines, or a path.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = [22, 12];
const here = dirname(fileURLToPath(import.meta.url));

try {
  run(findNode(process.env.WITH_NODE), process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** @param wanted a line, a path, or undefined @returns the path of a supported Node */
function findNode(wanted) {
  if (wanted) return /^\d+$/.test(wanted) ? ofLine(wanted) : atPath(wanted);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return process.execPath;
  const names = [`node-${platform()}`, `node-bin-${platform()}`];
  const found = names.map((name) => executable(here, name)).find((path) => path !== undefined);
  if (found !== undefined) return found;
  throw new Error(
    `Node ${NEEDED.join('.')} or later is needed, and this is ${process.versions.node}. \`npm ci\` brings one for ` +
      `x64 and for arm64 where optional packages are not left out; otherwise set WITH_NODE to the path of one`,
  );
}

function ofLine(line) {
  const name = `node-${line}-${process.platform}-${process.arch}`;
  const found = executable(join(here, 'lines'), name);
  if (found !== undefined) return found;
  throw new Error(
    `WITH_NODE=${line}: there is no ${name}. \`npm ci --prefix tools/node/lines\` brings those there are`,
  );
}

function atPath(path) {
  if (!isAbsolute(path)) throw new Error(`WITH_NODE=${path}: neither a line, such as 22, nor an absolute path`);
  if (!existsSync(path)) throw new Error(`WITH_NODE=${path}: there is no such file`);
  return path;
}

/** The Node in a package of that name, as it is seen from a folder. */
function executable(folder, name) {
  try {
    const manifest = createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`);
    return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function platform() {
  return `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
}

/** What the script starts as `node` is the same Node, so its folder comes first in the search path. */
function run(node, words) {
  const environment = { ...process.env };
  const pathKey = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  environment[pathKey] = [dirname(node), environment[pathKey]].filter(Boolean).join(delimiter);
  const child = spawn(node, words, { stdio: 'inherit', env: environment });
  // A terminal sends Ctrl-C to both.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${node} does not start: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}
