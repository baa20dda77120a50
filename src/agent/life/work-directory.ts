/**
 * The work directory and the agent's own folder in it (org.jenkinsci.remoting.engine.WorkDirManager):
 *
 *     WORKDIR/            made with its parents
 *     WORKDIR/remoting/
 *     WORKDIR/remoting/jarCache/   nothing of ours goes in; administrators mount and clean it
 *     WORKDIR/remoting/logs/
 */
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorCode, nioError } from '../../java/file-errors.js';
import { ioError } from '../../java/java-error.js';
import { childFile, javaFile } from '../../java/path.js';
import type { WorkDirectoryOptions } from './options.js';

export interface WorkDirectory {
  readonly path: string;
  /** The folder for the agent's own files. */
  readonly internal: string;
  readonly logs: string;
}

const INTERNAL_DIR_NAME = /^[a-zA-Z0-9._-]*$/;

const WORKING_DIRECTORY = 'working directory';
const INTERNAL_DIRECTORY = 'remoting internal directory';

/** Checks the name of the folder for the agent's own files. @throws JavaError java.io.IOException */
export function checkInternalDirName(name: string): void {
  if (INTERNAL_DIR_NAME.test(name)) return;
  throw ioError(`Name of ${INTERNAL_DIRECTORY} ('${name}') is not compliant with the required format: [a-zA-Z0-9._-]*`);
}

/**
 * Checks the directories and makes those that are missing. Paths stay as the user gave them.
 * @param ready called with the path of the agent's own folder when it is there, before the folders in it are looked at
 * @throws JavaError of java.io.IOException with the official text; of java.nio.file.* when a directory cannot be made
 */
export function prepareWorkDirectory(
  { path, internalDir, failIfMissing }: WorkDirectoryOptions,
  ready: (internal: string) => void,
): WorkDirectory {
  checkInternalDirName(internalDir);
  const work = javaFile(path);
  const internal = inside(work, internalDir);
  verify(work, WORKING_DIRECTORY, failIfMissing);
  verify(internal, INTERNAL_DIRECTORY, failIfMissing);
  make(internal);
  ready(internal);
  makeInside(internal, 'jarCache', 'JAR Cache directory');
  return { path: work, internal, logs: makeInside(internal, 'logs', 'Log directory') };
}

function inside(directory: string, name: string): string {
  if (name === '') return directory;
  return directory === '' ? name : childFile(directory, name);
}

function makeInside(internal: string, name: string, what: string): string {
  const path = inside(internal, name);
  verify(path, what, false);
  make(path);
  return path;
}

function verify(path: string, what: string, failIfMissing: boolean): void {
  const type = typeOf(path);
  if (type === 'missing') {
    if (failIfMissing) throw ioError(`The ${what} is missing, but it is expected to exist: ${path}`);
    return;
  }
  if (type === 'other') throw ioError(`The specified ${what} path points to a non-directory file: ${path}`);
  try {
    accessSync(path === '' ? '.' : path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw ioError(`The specified ${what} should be fully accessible to the remoting executable (RWX): ${path}`, {
      cause,
    });
  }
}

/** What cannot be looked at is not there, as java.io.File.exists says; making it then tells why. */
function typeOf(path: string): 'missing' | 'directory' | 'other' {
  try {
    return statSync(path === '' ? '.' : path).isDirectory() ? 'directory' : 'other';
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return 'missing';
  }
}

function make(path: string): void {
  try {
    makeWithParents(resolve(path));
  } catch (error) {
    throw nioError(error, path);
  }
}

/** Node's own `recursive` never ends where a parent is there and refuses children as if it were not, as /proc does. */
function makeWithParents(path: string): void {
  try {
    mkdirSync(path);
    return;
  } catch (error) {
    if (typeOf(path) === 'directory') return;
    if (errorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
  }
  makeWithParents(dirname(path));
  mkdirSync(path);
}
