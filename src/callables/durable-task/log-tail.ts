/** Sends what a log has that is new, and remembers how far it came. */
import { rename } from 'node:fs/promises';
import type { Charset, Decoder } from '../../host/charsets/charset.js';
import { utf8 } from '../../host/charsets/charset.js';
import { JavaError } from '../../host/java-error.js';
import { fileExists } from '../../host/files/attributes.js';
import { openRandomAccess, readFrom } from '../../host/files/read-file.js';
import { writeFile } from '../../host/files/write-file.js';
import type { LogListener } from '../listener/log-listener.js';
import type { TaskController } from './task-controller.js';

/** How much is sent before the controller must have it all and the place is written down. */
const STRETCH = 1024 * 1024;

/**
 * The place in the file is written only when the controller has taken everything before it, and never moves beyond what
 * filters or a decoder hold back: an agent that is killed and started again continues where its predecessor's text ended.
 */
export class LogTail {
  #at = 0n;
  #written = 0n;
  readonly #decoder: Decoder | undefined;
  /** Whether text comes out with its last byte, so that any place is as good as another. */
  readonly #anyPlace: boolean;
  readonly #lineFeed: Buffer;

  private constructor(
    private readonly task: TaskController,
    private readonly listener: LogListener,
    private readonly signal: AbortSignal,
    charset: Charset | null,
  ) {
    this.#decoder = charset?.decoder();
    this.#anyPlace = !listener.byLine && (charset === null || isSingleByte(charset));
    this.#lineFeed = (charset ?? utf8).encode('\n').subarray(charset?.name === 'UTF-16' ? 2 : 0);
  }

  /** Begins where an earlier watch of the same task ended. `charset` is what the log is decoded from; null for UTF-8. */
  static async open(
    task: TaskController,
    listener: LogListener,
    charset: Charset | null,
    signal: AbortSignal,
  ): Promise<LogTail> {
    const tail = new LogTail(task, listener, signal, charset);
    tail.#at = tail.#written = await lastLocation(task.lastLocationFile);
    return tail;
  }

  /** Sends the log up to `length`. Rejects when the reader is gone. */
  async sendUpTo(length: bigint): Promise<void> {
    if (length <= this.#at) return;
    const file = await openRandomAccess(this.task.logFile, { offset: this.#at, signal: this.signal });
    let sinceWritten = 0;
    let safe = this.#written;
    for await (const read of file) {
      const left = Number(length - this.#at);
      const bytes = read.length > left ? read.subarray(0, left) : read;
      await this.listener.writeOrThrow(this.#decoded(bytes));
      safe = this.#safePlace(bytes) ?? safe;
      this.#at += BigInt(bytes.length);
      sinceWritten += bytes.length;
      if (this.#at === length) break;
      if (sinceWritten >= STRETCH) {
        await this.#writeDown(safe);
        sinceWritten = 0;
      }
    }
    await this.#writeDown(safe);
  }

  /** The last piece of text, complete or not. */
  async end(): Promise<void> {
    const rest = this.#decoder?.end() ?? '';
    if (rest !== '') await this.listener.writeOrThrow(utf8.encode(rest));
    await this.listener.endText();
    await this.#writeDown(this.#at);
  }

  #decoded(bytes: Buffer): Buffer {
    return this.#decoder ? utf8.encode(this.#decoder.write(bytes)) : bytes;
  }

  /** How far a successor need not read again. */
  #safePlace(bytes: Buffer): bigint | undefined {
    if (this.#anyPlace) return this.#at + BigInt(bytes.length);
    const unit = this.#lineFeed.length;
    for (let found = bytes.lastIndexOf(this.#lineFeed); found >= 0;) {
      const end = this.#at + BigInt(found + unit);
      if (end % BigInt(unit) === 0n) return end;
      found = found === 0 ? -1 : bytes.lastIndexOf(this.#lineFeed, found - 1);
    }
    return undefined;
  }

  async #writeDown(place: bigint): Promise<void> {
    await this.listener.delivered(this.signal);
    if (place === this.#written) return;
    const temporary = `${this.task.lastLocationFile}.tmp`;
    await writeFile(temporary, Buffer.from(String(place)));
    await rename(temporary, this.task.lastLocationFile);
    this.#written = place;
  }
}

async function lastLocation(file: string): Promise<bigint> {
  if (!(await fileExists(file))) return 0n;
  const chunks: Buffer[] = [];
  for await (const chunk of readFrom(file)) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (/^\d{1,18}$/.test(text)) return BigInt(text);
  throw new JavaError('java.lang.NumberFormatException', `For input string: "${text}"`);
}

function isSingleByte(charset: Charset): boolean {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  return charset.decode(all).length === 256 && charset.encode('\n').length === 1;
}
