import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileMode, changeMode, setLastModified } from '../../src/os/files/attributes.js';
import { copyWithAttributes } from '../../src/os/files/copy.js';
import { deleteIfExists } from '../../src/os/files/delete-if-exists.js';
import { createDirectories } from '../../src/os/files/directories.js';
import { digestOf } from '../../src/os/files/digest.js';
import { fileIoError, nioError, streamError } from '../../src/java/file-errors.js';
import { createSymlink } from '../../src/os/files/links.js';
import { moveFile } from '../../src/os/files/move.js';
import { openForReading, openRandomAccess, readFrom } from '../../src/os/files/read-file.js';
import { createTempDirectory, createTempFile } from '../../src/os/files/temporary-files.js';
import { openForWriting } from '../../src/os/files/write-file.js';
import { scratch } from '../os/files/scratch.js';
import { unprivileged } from '../os/files/unprivileged.js';

const NIO = 'java.nio.file.';
const LONG = 'x'.repeat(300);
const LOOP = 'Too many levels of symbolic links or unable to access attributes of symbolic link';

/** A directory d with something in it, a file f, links: loop to itself, dang to nothing, lnd to d, lnf to f. */
function populated(): string {
  const base = scratch();
  mkdirSync(join(base, 'd/sub'), { recursive: true });
  writeFileSync(join(base, 'f'), 'x');
  for (const [link, target] of Object.entries({ loop: 'loop', dang: 'nowhere', lnd: 'd', lnf: 'f' })) {
    symlinkSync(target, join(base, link));
  }
  return base;
}

async function drain(file: string): Promise<void> {
  for await (const bytes of readFrom(file)) expect(bytes.length).toBeGreaterThan(0);
}

describe.skipIf(process.platform === 'win32')('what Java 17 says on Linux', () => {
  type Case = [name: string, operation: (base: string) => Promise<unknown>, error: string];
  it.each<Case>([
    ['read nothing', (b) => openForReading(`${b}/nope`), `${NIO}NoSuchFileException: B/nope`],
    ['read a directory', (b) => drain(`${b}/d`), 'java.io.IOException: Is a directory'],
    ['read a loop', (b) => openForReading(`${b}/loop`), `${NIO}FileSystemException: B/loop: ${LOOP}`],
    ['read below a file', (b) => openForReading(`${b}/f/x`), `${NIO}FileSystemException: B/f/x: Not a directory`],
    [
      'read a link not to be followed',
      (b) => openForReading(`${b}/lnf`, { noFollowLinks: true }),
      'java.io.IOException: Too many levels of symbolic links (NOFOLLOW_LINKS specified)',
    ],
    ['write a directory', (b) => openForWriting(`${b}/d`), `${NIO}FileSystemException: B/d: Is a directory`],
    [
      'write a long name',
      (b) => openForWriting(`${b}/${LONG}`),
      `${NIO}FileSystemException: B/LONG: File name too long`,
    ],
    ['write without parent', (b) => openForWriting(`${b}/no/f`), `${NIO}NoSuchFileException: B/no/f`],
    [
      'open nothing',
      (b) => openRandomAccess(`${b}/nope`, {}),
      'java.io.FileNotFoundException: B/nope (No such file or directory)',
    ],
    ['open a directory', (b) => openRandomAccess(`${b}/d`, {}), 'java.io.FileNotFoundException: B/d (Is a directory)'],
    ['seek back', (b) => openRandomAccess(`${b}/f`, { offset: -1n }), 'java.io.IOException: Negative seek offset'],
    ['open a NUL', (b) => openRandomAccess(`${b}/\0`, {}), 'java.io.FileNotFoundException: Invalid file path'],
    ['directories over a file', (b) => createDirectories(`${b}/f`), `${NIO}FileAlreadyExistsException: B/f`],
    [
      'directories below a file',
      (b) => createDirectories(`${b}/f/x/y`),
      `${NIO}FileSystemException: B/f/x: Not a directory`,
    ],
    [
      'directory below a file',
      (b) => createDirectories(`${b}/f/x`),
      `${NIO}FileSystemException: B/f/x: Not a directory`,
    ],
    [
      'directory over a dangling link',
      (b) => createDirectories(`${b}/dang`),
      `${NIO}FileAlreadyExistsException: B/dang`,
    ],
    ['directory below one', (b) => createDirectories(`${b}/dang/x`), `${NIO}FileAlreadyExistsException: B/dang`],
    ['directory below a loop', (b) => createDirectories(`${b}/loop/x`), `${NIO}FileSystemException: B/loop: ${LOOP}`],
    [
      'long directory',
      (b) => createDirectories(`${b}/${LONG}`),
      `${NIO}FileSystemException: B/LONG: File name too long`,
    ],
    [
      'short prefix',
      (b) => createTempFile('ab', '.t', b),
      'java.lang.IllegalArgumentException: Prefix string "ab" too short: length must be at least 3',
    ],
    [
      'temporary nowhere',
      (b) => createTempFile('abc', '.t', `${b}/no`),
      'java.io.IOException: No such file or directory',
    ],
    ['temporary in a file', (b) => createTempFile('abc', '.t', `${b}/f`), 'java.io.IOException: Not a directory'],
    [
      'temporary with a path',
      (b) => createTempFile('abc', '/t', b),
      'java.io.IOException: Unable to create temporary file, abcN/t',
    ],
    ['temporary directory nowhere', (b) => createTempDirectory(`${b}/no`, 'nm'), `${NIO}NoSuchFileException: B/no/nmN`],
    [
      'temporary directory with a path',
      (b) => createTempDirectory(b, 'n/m'),
      'java.lang.IllegalArgumentException: Invalid prefix or suffix',
    ],
    [
      'temporary directory in a file',
      (b) => createTempDirectory(`${b}/f`, 'nm'),
      `${NIO}FileSystemException: B/f/nmN: Not a directory`,
    ],
    ['mode of nothing', (b) => fileMode(`${b}/nope`), `${NIO}NoSuchFileException: B/nope`],
    ['mode of a dangling link', (b) => fileMode(`${b}/dang`), `${NIO}NoSuchFileException: B/dang`],
    ['chmod of nothing', (b) => changeMode(`${b}/nope`, 0o644), `${NIO}NoSuchFileException: B/nope`],
    ['set-uid', (b) => changeMode(`${b}/f`, 0o4755), 'java.io.IOException: Invalid mode: 2541'],
    ['before 1970', (b) => setLastModified(`${b}/f`, -1n), 'java.lang.IllegalArgumentException: Negative time'],
    ['move nothing', (b) => moveFile(`${b}/nope`, `${b}/x`), `${NIO}NoSuchFileException: B/nope`],
    ['move onto a directory', (b) => moveFile(`${b}/f`, `${b}/d`), `${NIO}FileAlreadyExistsException: B/d`],
    ['move onto a dangling link', (b) => moveFile(`${b}/f`, `${b}/dang`), `${NIO}FileAlreadyExistsException: B/dang`],
    ['move nowhere', (b) => moveFile(`${b}/f`, `${b}/no/f`), `${NIO}NoSuchFileException: B/f -> B/no/f`],
    [
      'move into itself',
      (b) => moveFile(`${b}/d`, `${b}/d/in`),
      `${NIO}FileSystemException: B/d -> B/d/in: Invalid argument`,
    ],
    [
      'move below a file',
      (b) => moveFile(`${b}/d`, `${b}/f/x`),
      `${NIO}FileSystemException: B/d -> B/f/x: Not a directory`,
    ],
    ['copy nothing', (b) => copyWithAttributes(`${b}/nope`, `${b}/x`), `${NIO}NoSuchFileException: B/nope`],
    [
      'copy onto a full directory',
      (b) => copyWithAttributes(`${b}/f`, `${b}/d`),
      `${NIO}DirectoryNotEmptyException: B/d`,
    ],
    [
      'copy to a long name',
      (b) => copyWithAttributes(`${b}/f`, `${b}/${LONG}`),
      `${NIO}FileSystemException: B/LONG: File name too long`,
    ],
    ['delete a full directory', (b) => deleteIfExists(`${b}/d`), `${NIO}DirectoryNotEmptyException: B/d`],
    ['delete below a file', (b) => deleteIfExists(`${b}/f/x`), `${NIO}FileSystemException: B/f/x: Not a directory`],
    ['link over a full directory', (b) => createSymlink(`${b}/d`, 'x'), `${NIO}DirectoryNotEmptyException: B/d`],
    ['link without parent', (b) => createSymlink(`${b}/no/l`, 'x'), `${NIO}NoSuchFileException: B/no/l`],
    ['link to nothing', (b) => createSymlink(`${b}/l`, ''), `${NIO}NoSuchFileException: B/l`],
    ['digest of nothing', (b) => digestOf(`${b}/nope`), `${NIO}NoSuchFileException: B/nope`],
    ['digest of a directory', (b) => digestOf(`${b}/d`), 'java.io.IOException: Is a directory'],
  ])('%s', async (_name, operation, expected) => {
    const base = populated();
    const error = await operation(base).then(
      () => 'no error',
      (failure: unknown) => String(failure),
    );
    expect(
      error
        .replaceAll(base, 'B')
        .replaceAll(LONG, 'LONG')
        .replace(/\d{15,}/, 'N'),
    ).toBe(expected);
  });

  it.each([
    ['read', 'locked/f', `${NIO}AccessDeniedException: B/locked/f`],
    ['readRandom', 'locked/f', 'java.io.FileNotFoundException: B/locked/f (Permission denied)'],
    ['write', 'readonly/new', `${NIO}AccessDeniedException: B/readonly/new`],
    ['mkdirs', 'readonly/x', `${NIO}AccessDeniedException: B/readonly/x`],
    ['temporary', 'readonly', 'java.io.IOException: Permission denied'],
    ['link', 'readonly/l', `${NIO}AccessDeniedException: B/readonly/l`],
    ['chmod', 'foreign', `${NIO}FileSystemException: B/foreign: Operation not permitted`],
  ])('%s of %s without the right to', async (operation, path, expected) => {
    const base = scratch();
    mkdirSync(join(base, 'locked'));
    writeFileSync(join(base, 'locked/f'), 'x');
    mkdirSync(join(base, 'readonly'));
    await changeMode(join(base, 'locked'), 0);
    await changeMode(join(base, 'readonly'), 0o555);
    // A file of root's: there is one everywhere.
    const file = path === 'foreign' ? '/etc/passwd' : join(base, path);
    const { error } = await unprivileged(operation, file);
    await changeMode(join(base, 'locked'), 0o755);
    expect(error?.replaceAll(base, 'B').replaceAll('/etc/passwd', 'B/foreign')).toBe(expected);
  });
});

describe('the table', () => {
  const failed = (code: string) => Object.assign(new Error('x'), { code });

  it.each([
    ['ENOSPC', 'No space left on device'],
    ['EROFS', 'Read-only file system'],
    ['EBUSY', 'Device or resource busy'],
    ['EXDEV', 'Invalid cross-device link'],
    ['ESOMETHING', 'ESOMETHING'],
  ])('%s', (code, reason) => {
    expect(String(nioError(failed(code), '/a'))).toBe(`${NIO}FileSystemException: /a: ${reason}`);
    expect(String(nioError(failed(code), '/a', '/b'))).toBe(`${NIO}FileSystemException: /a -> /b: ${reason}`);
    expect(String(fileIoError(failed(code), '/a'))).toBe(`java.io.FileNotFoundException: /a (${reason})`);
    expect(String(streamError(failed(code)))).toBe(`java.io.IOException: ${reason}`);
  });

  it('gives the parts of a FileSystemException', () => {
    expect(nioError(failed('ENOSPC'), '/a', '/b')).toMatchObject({
      details: { file: '/a', other: '/b', reason: 'No space left on device' },
    });
    expect(nioError(failed('ENOENT'), '/a')).toMatchObject({ details: { file: '/a', other: null, reason: null } });
  });

  it('leaves other errors alone', () => {
    const defect = new TypeError('defect');
    expect(nioError(defect, '/a')).toBe(defect);
    expect(fileIoError(defect, '/a')).toBe(defect);
    expect(streamError(defect)).toBe(defect);
  });
});

describe('what Java says on Windows', () => {
  const failed = (code: string) => Object.assign(new Error(code), { code });

  it.each([
    ['EISDIR', 'Access is denied'],
    ['EPERM', 'Access is denied'],
    ['EBUSY', 'The process cannot access the file because it is being used by another process'],
  ])('of %s', (code, words) => {
    const message = nioError(failed(code), 'C:\\x', null, 'win32').toString();
    const refused =
      words === 'Access is denied' ? 'AccessDeniedException: C:\\x' : `FileSystemException: C:\\x: ${words}`;
    expect(message).toBe(`${NIO}${refused}`);
    expect(fileIoError(failed(code), 'C:\\x', 'win32').message).toBe(`C:\\x (${words})`);
  });

  it('tells a missing file from a missing folder', () => {
    const folder = scratch();
    const message = (file: string) => fileIoError(failed('ENOENT'), join(folder, file), 'win32').message;
    expect(message('x')).toContain('(The system cannot find the file specified)');
    expect(message('no/x')).toContain('(The system cannot find the path specified)');
  });
});
