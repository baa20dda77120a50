import { closeSync, fchmodSync, futimesSync, mkdirSync, writeSync } from 'node:fs';
import { Turns } from '../turns.js';
import { utimeSeconds } from './attributes.js';
import { makeDirectories } from './directories.js';
import { errorCode } from '../../java/file-errors.js';
import { isUsableFile, normalizePath, parentFile } from '../../java/path.js';
import { localDevice } from './local-disk.js';
import { OPEN, openFileNow } from './open-file.js';
import { SMALL } from './small-file-reader.js';

/** What a file gets beside its content. */
export interface WrittenAttributes {
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** The nine permission bits; 0 leaves those that new files have. */
  readonly mode: number;
}

/** Writes small files into one tree: why and when, see SmallFileReader. */
export class SmallFileWriter {
  readonly #turns = new Turns();
  /** Where the first file goes; null when that is no local disk. */
  #device: number | null | undefined;
  /** Directories there that files may be written to at once. */
  readonly #known = new Set<string>();

  /**
   * Makes a file, or gives a new content to the one that is there, and the directories that it lacks. Goes through no link in the
   * file's own place.
   * @returns false when that is left to others: something may be in the place of the file then
   * @throws JavaError when a directory cannot be made
   */
  async write(file: string, content: Buffer, attributes: WrittenAttributes): Promise<boolean> {
    const parent = parentFile(file);
    if (this.#device === null || parent === null || content.length > SMALL || !isUsableFile(file)) return false;
    const directory = normalizePath(parent);
    await this.makeDirectory(directory);
    await this.#turns.next();
    return this.#known.has(directory) && writeNow(file, content, attributes);
  }

  /** FilePath.mkdirs of a normalized path. */
  async makeDirectory(directory: string): Promise<void> {
    if (this.#known.has(directory)) return;
    await this.#turns.next();
    const above = parentFile(directory);
    if (above === null || !this.#known.has(above) || !isMadeNow(directory)) {
      await makeDirectories(directory);
      if (this.#device === null) return;
      const device = await localDevice(directory);
      this.#device ??= device;
      if (device === null || device !== this.#device) return;
    }
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.add(directory);
  }

  /** To be told of a link that was made: it may be in the place of a directory. */
  linkMade(): void {
    this.#known.clear();
  }
}

/** Whether there is a new directory, in one that is there. */
function isMadeNow(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

const FLAGS = OPEN.write | OPEN.create | OPEN.empty | OPEN.noLink;

function writeNow(file: string, content: Buffer, { modified, mode }: WrittenAttributes): boolean {
  try {
    const { fd, stats } = openFileNow(file, FLAGS);
    try {
      if (!stats.isFile()) return false;
      for (let written = 0; written < content.length;) written += writeSync(fd, content, written);
      futimesSync(fd, utimeSeconds(Date.now()), utimeSeconds(modified));
      if (mode !== 0) fchmodSync(fd, mode);
    } finally {
      closeSync(fd);
    }
    return true;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

const MAX_KNOWN = 10_000;
