/**
 * A set of log files as java.util.logging.FileHandler keeps it: `remoting.log.0` is the newest, `.4` the oldest. Each
 * start rotates the set, and so does a file that has grown to its limit. `remoting.log.0.lck` stands while the set is in
 * use; another process that finds it writes `remoting.log.0.1` and so on instead.
 */
import { closeSync, renameSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { errorCode } from '../../java/file-errors.js';
import { OPEN, openFileNow } from '../../os/files/open-file.js';
import { writeNow } from '../../os/files/write-now.js';
import { LockFile } from '../life/lock-file.js';
import type { LogSink } from './log-file.js';

export interface RotatingLogOptions {
  /** Names of the files: %g generation, %u number of the set, %h home, %t temporary folder, %% percent sign. */
  readonly pattern: string;
  /** Bytes after which a file is full; 0: never. */
  readonly limit: number;
  /** How many files there are. */
  readonly count: number;
}

/** FileHandler tries so many names for a set that others use. */
const MAX_SETS = 100;

/** Throws when no file can be opened; `write` throws when the disk does not take it. */
export class RotatingLog implements LogSink {
  readonly #options: RotatingLogOptions;
  readonly #set: number;
  readonly #lock: LockFile;
  #fd: number | undefined;
  #written = 0;

  constructor(options: RotatingLogOptions) {
    this.#options = options;
    const { lock, set } = lockSet(options);
    this.#lock = lock;
    this.#set = set;
    try {
      this.#rotate();
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** The file that is written to. */
  get file(): string {
    return this.#generation(0);
  }

  write(text: string): void {
    const bytes = Buffer.from(text);
    if (this.#fd === undefined) this.#open();
    if (this.#fd === undefined) throw new Error('The log file is not open');
    writeNow(this.#fd, bytes);
    this.#written += bytes.length;
    const { limit } = this.#options;
    if (limit > 0 && this.#written >= limit) this.#rotate();
  }

  close(): void {
    this.#closeFile();
    this.#lock.release();
  }

  #rotate(): void {
    this.#closeFile();
    for (let generation = this.#options.count - 1; generation > 0; generation--) {
      moveIfThere(this.#generation(generation - 1), this.#generation(generation));
    }
    this.#open();
  }

  #open(): void {
    this.#fd = openFileNow(this.#generation(0), OPEN.write | OPEN.create | OPEN.empty).fd;
    this.#written = 0;
  }

  #closeFile(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #generation(generation: number): string {
    return fileName(this.#options, generation, this.#set);
  }
}

function lockSet(options: RotatingLogOptions): { lock: LockFile; set: number } {
  for (let set = 0; set < MAX_SETS; set++) {
    const lock = LockFile.take(`${fileName(options, 0, set)}.lck`);
    if (lock) return { lock, set };
  }
  throw new Error(`Couldn't get lock for ${options.pattern}`);
}

/** java.util.logging.FileHandler.generate: numbers that the pattern does not place go to the end. */
function fileName({ pattern, count }: RotatingLogOptions, generation: number, set: number): string {
  const values: Readonly<Record<string, () => string>> = {
    '%g': () => String(generation),
    '%u': () => String(set),
    '%h': homedir,
    '%t': tmpdir,
    '%%': () => '%',
  };
  const name = pattern.replace(/%[guth%]/g, (sign) => values[sign]?.() ?? sign);
  const signs = pattern.replaceAll('%%', '');
  const generationAtEnd = count > 1 && !signs.includes('%g') ? `.${generation}` : '';
  const setAtEnd = set > 0 && !signs.includes('%u') ? `.${set}` : '';
  return `${name}${generationAtEnd}${setAtEnd}`;
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
