/**
 * Small files of local disks are read (here) and written (SmallFileWriter) in one go on the event loop's own thread. To ask the
 * kernel takes microseconds, to have another thread ask it a tenth of a millisecond, and a file takes five or six questions: of
 * thousands of small files that is most of what they cost. It is done where it cannot take long: for files of up to 64 KB, in
 * bounded turns, on disks of this machine alone. A network file system that hangs keeps none but the threads for files
 * waiting, as ever: the first look at a tree is theirs, and so is whatever is mounted into it.
 *
 * Either the whole thing is done or it is left to the way that all other files go, which knows what to say of what is wrong.
 */
import { closeSync, readSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { Turns } from '../turns.js';
import { isDirectory } from './attributes.js';
import { errorCode } from '../../java/file-errors.js';
import { isUsableFile, parentFile } from '../../java/path.js';
import { localDevice } from './local-disk.js';
import { OPEN, openFileNow } from './open-file.js';

/** The size up to which files are small, in bytes: that of one piece of a large one. */
export const SMALL = 64 * 1024;

export interface SmallFile {
  readonly stats: Stats;
  /** As many bytes as `stats` says. */
  readonly content: Buffer;
}

/** Reads the files of one tree. */
export class SmallFileReader {
  readonly #turns = new Turns();
  /** Where the first file lies; null when that is no local disk. */
  #device: number | null | undefined;

  /** A small regular file; null for anything else, links too, and for one that cannot be read or that becomes shorter meanwhile. */
  async read(file: string): Promise<SmallFile | null> {
    if (!isUsableFile(file)) return null;
    if (this.#device === undefined) {
      if (await isDirectory(file)) return null;
      this.#device = await localDevice(parentFile(file) ?? '.');
    }
    if (this.#device === null) return null;
    await this.#turns.next();
    return readNow(file, this.#device);
  }
}

/** Opened even for no bytes at all: who may not read an empty file does not read it. */
function readNow(file: string, device: number): SmallFile | null {
  try {
    const { fd, stats } = openFileNow(file, OPEN.read | OPEN.noLink);
    try {
      if (!stats.isFile() || stats.size > SMALL || stats.dev !== device) return null;
      const content = Buffer.allocUnsafe(stats.size);
      return isReadInto(content, fd) ? { stats, content } : null;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}

function isReadInto(content: Buffer, fd: number): boolean {
  let length = 0;
  while (length < content.length) {
    const count = readSync(fd, content, length, content.length - length, null);
    if (count === 0) return false;
    length += count;
  }
  return true;
}
