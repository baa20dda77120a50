/**
 * The file of an audit: whole lines, written behind the back of the builds. They are gathered for a part of a second and then
 * written on a thread for files, so a slow disk delays nothing, and what a killed process takes with it is a second at most.
 * A disk that does not keep up loses lines rather than holding a build up; how many is written in their place.
 *
 * A full file is renamed to FILE.1, that to FILE.2 and so on.
 */
import { closeSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { rename, rm } from 'node:fs/promises';
import { ioError } from '../../../java/java-error.js';
import { messageOf } from '../../../transport/errors.js';
import { errorCode } from '../../../java/file-errors.js';
import { OPEN, openFile, openFileNow } from '../../../os/files/open-file.js';
import { writeNow } from '../../../os/files/write-now.js';

/** Its owner alone reads what was done. */
const MODE = 0o600;
const FLAGS = OPEN.write | OPEN.create | OPEN.append | OPEN.noLink;

export interface AuditFileOptions {
  readonly path: string;
  /** Bytes after which a file is full. */
  readonly limit: number;
  /** How many files there are, the one that is written included. */
  readonly count: number;
  /** Bytes of lines that may wait for the disk. */
  readonly maxWaiting: number;
  /** How long lines are gathered, ms. */
  readonly gatherMs: number;
  /** Told once each time that writing begins to fail, and when it works again: undefined. */
  readonly failing: (error: unknown) => void;
}

export const AUDIT_FILE_DEFAULTS = {
  limit: 10 * 1024 * 1024,
  count: 10,
  maxWaiting: 16 * 1024 * 1024,
  gatherMs: 250,
} as const;

/**
 * Opens the file of an agent's audit.
 * @param warn takes a line for the log when lines are lost, and when they are no more
 * @throws JavaError java.io.IOException that names the file
 */
export async function openAudit(path: string, warn: (message: string) => void): Promise<AuditFile> {
  const failing = (error: unknown): void =>
    warn(
      error === undefined
        ? `${path} is written again`
        : `${path} cannot be written, and lines of the audit are lost: ${messageOf(error)}`,
    );
  try {
    return await AuditFile.open({ ...AUDIT_FILE_DEFAULTS, path, failing });
  } catch (error) {
    throw ioError(`The audit cannot be written to ${path}: ${messageOf(error)}`);
  }
}

export class AuditFile {
  #handle: FileHandle | undefined;
  #size = 0;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #lost = 0;
  #failing = false;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #closed = false;

  private constructor(private readonly options: AuditFileOptions) {}

  /** @throws the error of the system when the file cannot be written: an audit that is wanted is not left out in silence */
  static async open(options: AuditFileOptions): Promise<AuditFile> {
    const file = new AuditFile(options);
    await file.#open();
    return file;
  }

  /** Takes a line without its end. Never waits, never throws. */
  write(line: string): void {
    if (this.#closed) return;
    const bytes = Buffer.byteLength(line) + 1;
    if (this.#waitingBytes + bytes > this.options.maxWaiting) {
      this.#lost++;
      return;
    }
    this.#waiting.push(line);
    this.#waitingBytes += bytes;
    this.#timer ??= setTimeout(() => this.#flush(), this.options.gatherMs).unref();
  }

  /** Writes what waits, and closes. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#writeWaiting();
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** The same at once, for the last moment of a process: file operations may hang. */
  closeNow(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    const text = this.#takeWaiting();
    if (text === '') return;
    try {
      const { fd } = openFileNow(this.options.path, FLAGS, MODE);
      try {
        writeNow(fd, Buffer.from(text));
      } finally {
        closeSync(fd);
      }
    } catch (error) {
      this.options.failing(error);
    }
  }

  #flush(): void {
    this.#timer = undefined;
    // What arrives meanwhile is written next.
    this.#writing ??= this.#writeWaiting().finally(() => {
      this.#writing = undefined;
      if (this.#waiting.length > 0 && !this.#closed) {
        this.#timer ??= setTimeout(() => this.#flush(), this.options.gatherMs).unref();
      }
    });
  }

  /** Never rejects: lines that cannot be written are counted as lost. */
  async #writeWaiting(): Promise<void> {
    const lines = this.#waiting.length;
    const text = this.#takeWaiting();
    if (text === '') return;
    try {
      if (this.#size > 0 && this.#size + Buffer.byteLength(text) > this.options.limit) await this.#rotate();
      const handle = (this.#handle ??= await this.#open());
      await handle.appendFile(text);
      this.#size += Buffer.byteLength(text);
      if (this.#failing) this.options.failing(undefined);
      this.#failing = false;
    } catch (error) {
      this.#lost += lines;
      if (!this.#failing) this.options.failing(error);
      this.#failing = true;
    }
  }

  #takeWaiting(): string {
    const lines = this.#waiting.splice(0);
    this.#waitingBytes = 0;
    if (this.#lost > 0) lines.push(JSON.stringify({ time: new Date().toISOString(), kind: 'lost', lines: this.#lost }));
    this.#lost = 0;
    return lines.map((line) => `${line}\n`).join('');
  }

  async #open(): Promise<FileHandle> {
    const { handle, stats } = await openFile(this.options.path, FLAGS, MODE);
    this.#handle = handle;
    this.#size = stats.size;
    return handle;
  }

  async #rotate(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
    const { path, count } = this.options;
    const name = (generation: number) => (generation === 0 ? path : `${path}.${generation}`);
    if (count === 1) await rm(path, { force: true });
    for (let generation = count - 1; generation > 0; generation--) {
      await moveIfThere(name(generation - 1), name(generation));
    }
    this.#size = 0;
  }
}

async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
