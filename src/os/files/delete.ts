/**
 * Deleting files and trees as jenkins.util.io.PathRemover does: links are not followed, read-only files and directories are
 * made writable, whatever can be deleted is deleted before anything is reported, and the whole is tried again after a pause.
 *
 * Names are handled as bytes: a name that is not UTF-8 must not keep a workspace from being wiped.
 */
import { access, chmod, constants, lstat, opendir, readdir, rmdir, stat, unlink } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ioError } from '../../java/java-error.js';
import { FailureList, compositeIOError } from '../../java/composite-io-error.js';
import { deleteIfExists } from './delete-if-exists.js';
import { errorCode, nioError } from '../../java/file-errors.js';
import { namespacedPath, normalizePath, toPath, withoutNamespace } from '../../java/path.js';

/** When to stop. Defaults are hudson.Util's: maxFileDeletionRetries 2, deletionRetryWait 100 ms. */
export interface DeleteOptions {
  readonly signal?: AbortSignal;
  /** How often to try again after the first failure. */
  readonly retries?: number;
  /** Milliseconds between attempts; negative: its absolute value times the number of attempts so far. */
  readonly retryWait?: number;
}

/** Util.deleteFile: a file, a link or an empty directory. One that is not there is fine. */
export async function deleteFile(file: string, options: DeleteOptions = {}): Promise<void> {
  const target = normalized(file);
  for (let retry = 0; ; retry++) {
    const failure = await attempt(() => removeOrMakeRemovable(target));
    if (failure === null) return;
    const again = await pause(retry, options);
    if (again !== 'retry') throw ioError(failureMessage(file, retry, options, again), { cause: failure });
  }
}

/** Util.deleteRecursive: a file or a directory with everything in it. One that is not there is fine. */
export async function deleteRecursive(file: string, options: DeleteOptions = {}): Promise<void> {
  const target = normalized(file);
  await untilEmptied(file, options, (failures) => removeTree(target, options.signal, failures));
}

/** Util.deleteContentsRecursive: everything in a directory but not the directory. One that is not there is fine. */
export async function deleteContents(directory: string, options: DeleteOptions = {}): Promise<void> {
  const target = normalized(directory);
  await untilEmptied(directory, options, (failures) => removeContents(target, options.signal, failures));
}

async function untilEmptied(
  file: string,
  options: DeleteOptions,
  remove: (failures: FailureList) => Promise<void>,
): Promise<void> {
  for (let retry = 0; ; retry++) {
    const failures = new FailureList();
    await remove(failures);
    if (failures.count === 0) return;
    const again = await pause(retry, options);
    if (again !== 'retry') throw compositeIOError(failureMessage(file, retry, options, again), failures);
  }
}

async function removeTree(target: Buffer, signal: AbortSignal | undefined, failures: FailureList): Promise<void> {
  const attributes = await lstat(target).catch(() => null);
  if (attributes && !attributes.isSymbolicLink()) await removeContents(target, signal, failures);
  await remove(target, failures);
}

/** Reads the directory piece by piece, so that its size costs no memory. A link to a directory counts as one here. */
async function removeContents(
  directory: Buffer,
  signal: AbortSignal | undefined,
  failures: FailureList,
): Promise<void> {
  if (!(await isDirectory(directory))) return;
  let files: Promise<void>[] = [];
  try {
    for await (const entry of await openDirectory(directory)) {
      signal?.throwIfAborted();
      const child = Buffer.concat([directory, SEPARATOR, entry.name]);
      if (entry.isDirectory()) {
        await removeContents(child, signal, failures);
        await removeEntry(child, rmdir, failures);
        continue;
      }
      files.push(removeEntry(child, unlink, failures));
      if (files.length < FILES_AT_ONCE) continue;
      await Promise.all(files);
      files = [];
    }
  } catch (error) {
    signal?.throwIfAborted();
    failures.add(nioError(error, printed(directory)));
  } finally {
    await Promise.all(files);
  }
}

/** Nearly always this is all there is to do; whatever it fails with is found again, with care, by the longer way. */
async function removeEntry(
  target: Buffer,
  operation: (target: Buffer) => Promise<void>,
  failures: FailureList,
): Promise<void> {
  const failure = await attempt(() => operation(target));
  if (failure) await remove(target, failures);
}

async function remove(target: Buffer, failures: FailureList): Promise<void> {
  const failure = await attempt(() => removeOrMakeRemovable(target));
  if (failure) failures.add(failure);
}

async function removeOrMakeRemovable(target: Buffer): Promise<void> {
  const first = await attempt(() => deleteIfExists(target));
  if (first === null) return;
  await makeRemovable(target);
  const second = await attempt(() => deleteIfExists(target));
  if (second === null) return;
  const failures = new FailureList();
  failures.add(first, second);
  const path = printed(target);
  if (!(await isDirectory(target))) throw compositeIOError(`Unable to remove file ${path}`, failures);
  // Other processes may be putting files here: saying which ones helps to find them.
  const entries = (await entryNames(target)).join(', ');
  throw compositeIOError(`Unable to remove directory ${path} with directory contents: [${entries}]`, failures);
}

/** On Unix the directory must be writable for a file in it to be deleted; on Windows the file itself. */
async function makeRemovable(target: Buffer): Promise<void> {
  await makeWritable(target);
  const parent = target.subarray(0, Math.max(target.lastIndexOf(SEPARATOR), 0));
  if (parent.length > 0) await makeWritable(parent);
}

async function makeWritable(target: Buffer): Promise<void> {
  if (await isWritable(target)) return;
  try {
    await chmod(target, ((await stat(target)).mode & 0o777) | 0o200);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw nioError(error, printed(target));
  }
}

/** `retry`, or why not: the attempts are used up, or the wait was interrupted. */
async function pause(retry: number, { retries = 2, retryWait = 100, signal }: DeleteOptions): Promise<Pause> {
  if (retry >= Math.max(retries, 0)) return 'exhausted';
  if (signal?.aborted) return 'interrupted';
  try {
    await delay(retryWait >= 0 ? retryWait : -(retry + 1) * retryWait, undefined, { signal });
    return 'retry';
  } catch (error) {
    if (!signal?.aborted) throw error;
    return 'interrupted';
  }
}

type Pause = 'retry' | 'exhausted' | 'interrupted';

function failureMessage(file: string, retry: number, options: DeleteOptions, pause: Pause): string {
  const { retries = 2, retryWait = 100 } = options;
  // The plural is wrong as the official code has it wrong: it looks at the retries and prints the tries.
  let text = `Unable to delete '${file}'. Tried ${retry + 1} time${retry === 1 ? '' : 's'}`;
  if (retries > 0) {
    text += ` (of a maximum of ${retries + 1})`;
    if (retryWait !== 0) text += ` waiting ${timeSpan(Math.abs(retryWait))}`;
    if (retryWait < 0) text += `-${timeSpan(-retryWait * (retries + 1))}`;
    if (retryWait !== 0) text += ' between attempts';
  }
  if (pause === 'interrupted') text += '. The delete operation was interrupted before it completed successfully';
  return `${text}.`;
}

/** hudson.Util.getTimeSpanString up to a minute: waits are no longer. */
function timeSpan(milliseconds: number): string {
  if (milliseconds < 100) return `${milliseconds} ms`;
  if (milliseconds < 1000) return `${Math.trunc(milliseconds / 10) / 100} sec`;
  if (milliseconds < 10_000) return `${Math.trunc(milliseconds / 100) / 10} sec`;
  return `${Math.trunc(milliseconds / 1000)} sec`;
}

/** More would only wait for the few threads that Node.js has for files. */
const FILES_AT_ONCE = 16;

const SEPARATOR = Buffer.from(process.platform === 'win32' ? '\\' : '/');

function normalized(file: string): Buffer {
  return Buffer.from(namespacedPath(normalizePath(toPath(file)) || '.'));
}

function printed(target: Buffer): string {
  return withoutNamespace(target.toString());
}

async function openDirectory(directory: Buffer): Promise<AsyncIterable<Dirent<Buffer>>> {
  // The encoding 'buffer' is known to opendir but not to its type.
  const options = { encoding: 'buffer' as BufferEncoding, bufferSize: 64 };
  return (await opendir(directory, options)) as unknown as AsyncIterable<Dirent<Buffer>>;
}

async function entryNames(directory: Buffer): Promise<string[]> {
  try {
    return (await readdir(directory)).map((name) => `${printed(directory)}${SEPARATOR.toString()}${name}`);
  } catch (error) {
    throw nioError(error, printed(directory));
  }
}

async function isDirectory(target: Buffer): Promise<boolean> {
  return stat(target).then(
    (attributes) => attributes.isDirectory(),
    () => false,
  );
}

/** On Windows the read-only attribute, which access(2) does not look at for directories. */
async function isWritable(target: Buffer): Promise<boolean> {
  if (process.platform === 'win32') {
    return stat(target).then(
      ({ mode }) => (mode & 0o200) !== 0,
      () => false,
    );
  }
  return access(target, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Runs a step and gives its error back instead of throwing it. */
async function attempt(step: () => Promise<void>): Promise<Error | null> {
  try {
    await step();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
