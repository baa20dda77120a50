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
  main.importPart = partsOf(dist);
  globalThis[Symbol.for('jenkins-inbound-agent')] = main;
  return main;
}

/**
 * What loads a part. Parts come out of one file, which is opened now: neither a moment without file descriptors nor a package
 * that is replaced under a running agent keeps one from being loaded later. A Node without hooks for modules, before 22.15,
 * loads the single files beside it.
 */
function partsOf(dist) {
  const base = pathToFileURL(path.join(dist, 'parts')).href + '/';
  const pack = module_.registerHooks === undefined ? undefined : openIfThere(path.join(dist, 'parts.pack'));
  let isServed = pack === undefined;
  return async (part) => {
    if (!isServed) serve(base, pack);
    isServed = true;
    return import(base + part.slice('./parts/'.length));
  };
}

/** @param pack the number of digits that PACK_DIGITS says: the length of an index; the index, [offset, length] by name; all texts */
function serve(base, pack) {
  const length = Number(readAt(pack, 0, PACK_DIGITS));
  const index = new Map(Object.entries(JSON.parse(readAt(pack, PACK_DIGITS, length))));
  const place = (url) => (url.startsWith(base) ? index.get(url.slice(base.length)) : undefined);
  module_.registerHooks({
    resolve(specifier, context, next) {
      const isOurs = specifier.startsWith(base) || (specifier.startsWith('./') && context.parentURL?.startsWith(base));
      const url = isOurs ? new URL(specifier, base).href : '';
      return place(url) === undefined ? next(specifier, context) : { url, format: 'module', shortCircuit: true };
    },
    load(url, context, next) {
      const found = place(url);
      if (found === undefined) return next(url, context);
      const [offset, size] = found;
      return { format: 'module', source: readAt(pack, PACK_DIGITS + length + offset, size), shortCircuit: true };
    },
  });
}

const PACK_DIGITS = 12;

function readAt(fd, offset, length) {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length;) {
    const count = fs.readSync(fd, bytes, done, length - done, offset + done);
    if (count === 0) throw new Error('parts.pack is shorter than it says');
    done += count;
  }
  return bytes.toString('utf8');
}

function openIfThere(file) {
  try {
    return fs.openSync(file, 'r');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
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
