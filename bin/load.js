/**
 * Loads dist/main.cjs, from V8's code cache where that is possible: compiling is half of what a start costs. Node 22 keeps
 * such caches itself; for Node 20 main.cache lies beside the file it belongs to, written by the build and as trustworthy as
 * that. V8 refuses one that another version of it made.
 */
'use strict';
const fs = require('node:fs');
const module_ = require('node:module');
const { homedir } = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { Script } = require('node:vm');

/** @returns the exports of main.cjs, and the script behind them when it was compiled here */
exports.load = function load(dist) {
  const file = path.join(dist, 'main.cjs');
  const loaded =
    module_.enableCompileCache === undefined
      ? fromScript(file, readIfThere(path.join(dist, 'main.cache')))
      : fromNode(file);
  loaded.main.importPart = (part) => import(pathToFileURL(path.join(dist, part)).href);
  globalThis[Symbol.for('jenkins-inbound-agent')] = loaded.main;
  return loaded;
};

/** Node's own cache, in a folder that nobody else can write to: what is in it is run. The default one is in /tmp. */
function fromNode(file) {
  const folder = privateFolder();
  if (folder !== undefined) module_.enableCompileCache(folder);
  return { main: require(file), script: undefined };
}

function fromScript(file, cachedData) {
  const source = `(function (exports, require, module) {${fs.readFileSync(file, 'utf8')}\n})`;
  const script = new Script(source, { filename: file, cachedData });
  const main = { exports: {} };
  script.runInThisContext()(main.exports, module_.createRequire(file), main);
  return { main: main.exports, script };
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined when there is none: then there is no cache, and nothing worse. */
function privateFolder() {
  try {
    const folder = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'jenkins-inbound-agent');
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = fs.lstatSync(folder);
    const mine = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return mine && fs.realpathSync(folder) === path.resolve(folder) ? folder : undefined;
  } catch {
    // A home that is not there or not writable: nothing depends on the cache.
    return undefined;
  }
}
