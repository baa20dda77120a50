/**
 * The one place where files are opened that a build can have its hands in: what is in a workspace, in the folders beside it, in
 * the temporary folder, in the agent's own work directory. Whoever makes files there chooses what is behind a name, and may
 * change it between a look and the opening. So it is decided on what has been opened:
 *
 *  - opening never waits: a named pipe without its other end would keep a thread for ever, and Node has four of them;
 *  - what has been opened for reading is a regular file, a directory (which the read then refuses, as in Java) or the null
 *    device; for writing, a regular file or a device. A pipe is refused in words, where Java waits for somebody at its other end;
 *  - nothing is emptied before that is known.
 *
 * A lint rule keeps opening by other means out of the code; eslint.config.js lists the places that have a reason to.
 */
import { closeSync, constants, fstatSync, ftruncateSync, openSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { devNull } from 'node:os';
import { errorCode } from '../../java/file-errors.js';

/** The flags of open(2) that every system has, 0 where it lacks one. */
export const OPEN = {
  read: constants.O_RDONLY,
  write: constants.O_WRONLY,
  create: constants.O_CREAT,
  /** With `create`: there must be nothing of the name yet, not even a link. */
  exclusive: constants.O_EXCL,
  append: constants.O_APPEND,
  empty: constants.O_TRUNC,
  /** A link in the file's own place is refused with ELOOP. */
  noLink: flag(constants.O_NOFOLLOW),
} as const;

const NONBLOCK = flag(constants.O_NONBLOCK);

/** What Windows makes of CREATE and TRUNCATE at once it cannot do in two steps: hidden files are refused by it. */
const EMPTIES_AT_ONCE = process.platform === 'win32';

/** What new files may at most be, before the umask cuts it: read and written by everybody. */
const MODE = 0o666;

/** The code of the refusal; see file-errors.ts for its words. BSD has it for what is no file of the right type. */
const NOT_REGULAR = 'EFTYPE';

export interface Opened {
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/**
 * Opens a file on a thread for files. The caller closes the handle.
 * @param flags of OPEN
 * @throws Node.js' error of the failed call, or one with the code EFTYPE for what is no file
 */
export async function openFile(path: string, flags: number, mode = MODE): Promise<Opened> {
  let handle: FileHandle;
  try {
    handle = await open(path, opening(flags), mode);
  } catch (error) {
    if (errorCode(error) === 'ENXIO' && (await isPipe(path))) throw notRegular(path);
    throw error;
  }
  try {
    const stats = await handle.stat();
    if (!isAllowed(stats, flags)) throw notRegular(path);
    if (isToEmpty(stats, flags)) await handle.truncate(0);
    return { handle, stats };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The same on the thread of the event loop: for disks of this machine, and for what must be done before anything else happens. */
export function openFileNow(path: string, flags: number, mode = MODE): { readonly fd: number; readonly stats: Stats } {
  let fd: number;
  try {
    fd = openSync(path, opening(flags), mode);
  } catch (error) {
    if (errorCode(error) === 'ENXIO' && isPipeNow(path)) throw notRegular(path);
    throw error;
  }
  try {
    const stats = fstatSync(fd);
    if (!isAllowed(stats, flags)) throw notRegular(path);
    if (isToEmpty(stats, flags)) ftruncateSync(fd, 0);
    return { fd, stats };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function opening(flags: number): number {
  return (EMPTIES_AT_ONCE ? flags : flags & ~OPEN.empty) | NONBLOCK;
}

function isToEmpty(stats: Stats, flags: number): boolean {
  return !EMPTIES_AT_ONCE && (flags & OPEN.empty) !== 0 && stats.isFile() && stats.size > 0;
}

function isAllowed(stats: Stats, flags: number): boolean {
  if (stats.isFile()) return true;
  if ((flags & OPEN.write) !== 0) return stats.isCharacterDevice() || stats.isBlockDevice();
  return stats.isDirectory() || (stats.isCharacterDevice() && stats.rdev === nullDevice());
}

let knownNullDevice: number | undefined;

/** Its number. */
function nullDevice(): number | undefined {
  if (process.platform === 'win32') return undefined;
  return (knownNullDevice ??= statSync(devNull, { throwIfNoEntry: false })?.rdev);
}

/** What a pipe that nobody reads and a socket give for an error is given by devices without a driver, too. */
async function isPipe(path: string): Promise<boolean> {
  return isPipeOrSocket(await stat(path).catch(() => undefined));
}

function isPipeNow(path: string): boolean {
  return isPipeOrSocket(statSync(path, { throwIfNoEntry: false }));
}

function isPipeOrSocket(stats: Stats | undefined): boolean {
  return stats !== undefined && (stats.isFIFO() || stats.isSocket());
}

function notRegular(path: string): Error {
  return Object.assign(new Error(`${NOT_REGULAR}: not a regular file, open '${path}'`), { code: NOT_REGULAR, path });
}

/** A flag that not every system has. */
function flag(value: number | undefined): number {
  return value ?? 0;
}
