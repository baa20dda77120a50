/**
 * Loads dist/main.cjs, from V8's code cache where that is possible: compiling is half of what a start costs. The build wrote
 * caches beside that file, as trustworthy as that, one for each V8 it had. Where there is none, or V8 refuses it (options of
 * Node can be a reason), Node keeps one of its own.
 */
'use strict';
const fs = require('node:fs');
const module_ = require('node:module');
const { homedir } = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { Script } = require('node:vm');

/** @returns the path of the cache that the V8 of this process could have made: releases of Node that share it share that */
exports.cacheFile = function cacheFile(dist) {
  return path.join(dist, `main-${process.versions.v8.split('-')[0]}-${process.arch}.cache`);
};

/** @returns the exports of main.cjs, and whether a cache of the build was of use */
exports.load = function load(dist) {
  const file = path.join(dist, 'main.cjs');
  const cachedData = readIfThere(exports.cacheFile(dist));
  const script = cachedData === undefined ? undefined : compile(file, cachedData);
  const fromCache = script !== undefined && script.cachedDataRejected === false;
  return { main: begin(dist, fromCache ? run(script, file) : fromNode(file)), fromCache };
};

/** For the build. @returns the exports of main.cjs, and the script behind them, of which a cache can be made */
exports.loadWithoutCache = function loadWithoutCache(dist) {
  const file = path.join(dist, 'main.cjs');
  const script = compile(file, undefined);
  return { main: begin(dist, run(script, file)), script };
};

function begin(dist, main) {
  main.importPart = (part) => import(pathToFileURL(path.join(dist, part)).href);
  globalThis[Symbol.for('jenkins-inbound-agent')] = main;
  return main;
}

function compile(file, cachedData) {
  const source = `(function (exports, require, module) {${fs.readFileSync(file, 'utf8')}\n})`;
  return new Script(source, { filename: file, cachedData });
}

function run(script, file) {
  const main = { exports: {} };
  script.runInThisContext()(main.exports, module_.createRequire(file), main);
  return main.exports;
}

/** Node's own cache, in a folder that nobody else can write to: what is in it is run. The default one is in /tmp. */
function fromNode(file) {
  const folder = privateFolder();
  if (folder !== undefined) module_.enableCompileCache(folder);
  return require(file);
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
    const caches = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
    // A relative home is whatever directory this happens to be started in.
    if (!path.isAbsolute(caches)) return undefined;
    const folder = path.join(caches, 'jenkins-inbound-agent');
    // One by one: what makes parents as well never ends below /proc.
    for (const each of [caches, folder]) if (!fs.existsSync(each)) fs.mkdirSync(each, { mode: 0o700 });
    const { uid, mode } = fs.lstatSync(folder);
    const mine = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return mine && fs.realpathSync(folder) === path.resolve(folder) ? folder : undefined;
  } catch {
    // A home that is not there or not writable: nothing depends on the cache.
    return undefined;
  }
}
