import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deleteContents, deleteFile, deleteRecursive } from '../../../src/os/files/delete.js';
import { compositeIOError, FailureList } from '../../../src/java/composite-io-error.js';
import { JavaError, ioError } from '../../../src/java/java-error.js';
import { scratch } from './scratch.js';
import { unprivileged, unprivilegedUser } from './unprivileged.js';

const TRIED = (path: string, times = 3, wait = '0.1 sec') =>
  `Unable to delete '${path}'. Tried ${times} times (of a maximum of ${times}) waiting ${wait} between attempts.`;

async function failure(promise: Promise<void>): Promise<JavaError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof JavaError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('one file', () => {
  it('deletes files, links and empty directories, and does not mind that there is nothing', async () => {
    const base = scratch();
    writeFileSync(join(base, 'f'), 'x');
    mkdirSync(join(base, 'd'));
    symlinkSync('d', join(base, 'l'));
    for (const name of ['l', 'f', 'd', 'nope']) await deleteFile(join(base, name));
    expect(readdirSync(base)).toEqual([]);
  });

  it('tells what is in a directory that is not empty, after all attempts', async () => {
    const base = scratch();
    mkdirSync(join(base, 'p/q'), { recursive: true });
    const error = await failure(deleteFile(join(base, 'p')));
    expect(error.toString()).toBe(`java.io.IOException: ${TRIED(join(base, 'p'))}`);
    const cause = error.cause as JavaError;
    expect(cause.toString()).toBe(
      `jenkins.util.io.CompositeIOException: Unable to remove directory ${base}/p with directory contents: [${base}/p/q]`,
    );
    expect(cause.suppressed.map(String)).toEqual(
      Array<string>(2).fill(`java.nio.file.DirectoryNotEmptyException: ${base}/p`),
    );
  });

  it.each([
    [{ retries: 0 }, 'Tried 1 times.'],
    [{ retries: 1, retryWait: 0 }, 'Tried 2 time (of a maximum of 2).'],
    [{ retries: 1, retryWait: -20 }, 'Tried 2 time (of a maximum of 2) waiting 20 ms-40 ms between attempts.'],
  ])('says how it tried: %j', async (options, text) => {
    const base = scratch();
    mkdirSync(join(base, 'p/q'), { recursive: true });
    const error = await failure(deleteFile(join(base, 'p'), options));
    expect(error.javaMessage).toBe(`Unable to delete '${base}/p'. ${text}`);
  });

  it('stops waiting when it is interrupted', async () => {
    const base = scratch();
    mkdirSync(join(base, 'p/q'), { recursive: true });
    const abort = new AbortController();
    const failed = failure(deleteFile(join(base, 'p'), { retries: 1, retryWait: 60_000, signal: abort.signal }));
    setTimeout(() => abort.abort(), 50);
    expect((await failed).javaMessage).toContain(
      'Tried 1 times (of a maximum of 2) waiting 60 sec between attempts. ' +
        'The delete operation was interrupted before it completed successfully.',
    );
  });
});

describe('a tree', () => {
  it('deletes everything below but nothing behind links', async () => {
    const base = scratch();
    mkdirSync(join(base, 'kept'));
    writeFileSync(join(base, 'kept/f'), 'x');
    mkdirSync(join(base, 't/a/b'), { recursive: true });
    for (let i = 0; i < 200; i++) writeFileSync(join(base, `t/a/${i}`), 'x');
    symlinkSync('../kept', join(base, 't/link'));
    symlinkSync('nowhere', join(base, 't/a/b/dangling'));
    await deleteRecursive(join(base, 't'));
    expect(readdirSync(base)).toEqual(['kept']);
    expect(readdirSync(join(base, 'kept'))).toEqual(['f']);
  });

  it('deletes a link, not what it points to', async () => {
    const base = scratch();
    mkdirSync(join(base, 'd'));
    writeFileSync(join(base, 'd/f'), 'x');
    symlinkSync('d', join(base, 'l'));
    await deleteRecursive(join(base, 'l'));
    expect(existsSync(join(base, 'd/f'))).toBe(true);
    expect(existsSync(join(base, 'l'))).toBe(false);
  });

  it('empties a directory, through a link too', async () => {
    const base = scratch();
    mkdirSync(join(base, 'd/sub'), { recursive: true });
    symlinkSync('d', join(base, 'l'));
    await deleteContents(join(base, 'l'));
    expect(readdirSync(join(base, 'd'))).toEqual([]);
    expect(lstatSync(join(base, 'l')).isSymbolicLink()).toBe(true);
    await deleteContents(join(base, 'nope'));
    await deleteRecursive(join(base, 'nope'));
  });

  it.skipIf(process.platform !== 'linux')('deletes names that are not UTF-8', async () => {
    const base = scratch();
    mkdirSync(join(base, 't'));
    const odd = Buffer.concat([Buffer.from(join(base, 't/')), Buffer.of(0xff, 0xe4)]);
    mkdirSync(odd);
    writeFileSync(Buffer.concat([odd, Buffer.from('/f')]), 'x');
    await deleteRecursive(join(base, 't'));
    expect(existsSync(join(base, 't'))).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('makes writable what is in its way', async () => {
    const { uid, gid } = unprivilegedUser();
    const base = scratch();
    mkdirSync(join(base, 't/in'), { recursive: true });
    writeFileSync(join(base, 't/in/f'), 'x');
    for (const path of ['t', 't/in', 't/in/f']) chownSync(join(base, path), uid, gid);
    for (const path of ['t/in/f', 't/in', 't']) chmodSync(join(base, path), 0o555);
    expect(await unprivileged('deleteRecursive', join(base, 't'))).toEqual({ value: null });
    expect(existsSync(join(base, 't'))).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('reports what could not be deleted and deletes the rest', async () => {
    const { uid, gid } = unprivilegedUser();
    const base = scratch();
    mkdirSync(join(base, 't/locked/in'), { recursive: true });
    writeFileSync(join(base, 't/f'), 'x');
    chownSync(join(base, 't'), uid, gid);
    chmodSync(join(base, 't/locked'), 0);
    const { error, suppressed } = await unprivileged('deleteRecursive', join(base, 't'));
    chmodSync(join(base, 't/locked'), 0o755);
    expect(error).toBe(`jenkins.util.io.CompositeIOException: ${TRIED(`${base}/t`, 3, '1 ms')}`);
    // As root it is somebody else's directory; as an ordinary user it is ours, and only its contents are closed to us.
    expect(suppressed?.[0]).toBe(`java.nio.file.AccessDeniedException: ${base}/t/locked`);
    expect(existsSync(join(base, 't/f'))).toBe(false);
  });

  it('stops when it is interrupted', async () => {
    const base = scratch();
    mkdirSync(join(base, 't/a'), { recursive: true });
    const interrupted = new JavaError('java.lang.InterruptedException', null);
    await expect(deleteRecursive(join(base, 't'), { signal: AbortSignal.abort(interrupted) })).rejects.toBe(
      interrupted,
    );
    expect(existsSync(join(base, 't/a'))).toBe(true);
  });
});

it('keeps ten failures and says how many more there were', () => {
  const failures = new FailureList();
  for (let i = 0; i < 12; i++) failures.add(ioError(String(i)));
  const error = compositeIOError('text.', failures);
  expect(error.javaMessage).toBe('text. (Discarded 2 additional exceptions)');
  expect(error.suppressed).toHaveLength(10);
});
