/** Sends what a log has that is new, and remembers how far it came. */
import type { Charset, Decoder } from '../../java/charsets/charset.js';
import { utf8 } from '../../java/charsets/charset.js';
import { within } from '../../java/deadline.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import type { LogListener } from '../../jenkins/listener/log-listener.js';
import { LastLocation } from './last-location.js';
import type { TaskController } from './task-controller.js';

/** How much is sent before the controller must have taken it all. */
const STRETCH = 1024 * 1024;

const TAKEN_AT_ONCE_MS = 50;

/** A place in the log, and how much had been sent when everything before it was. */
interface Mark {
  readonly sent: number;
  readonly place: bigint;
}

/**
 * A place is written down when the operating system gets everything before it, which it delivers even if the agent is killed:
 * whoever is started next continues where the text ended. When it is the connection that breaks, what the controller had not
 * acknowledged counts as lost, and the place is taken back. No place is beyond what filters or a decoder hold back.
 */
export class LogTail {
  #at: bigint;
  #safe: bigint;
  /** The first is the last one that the controller is known to have come to. */
  readonly #marks: Mark[];
  readonly #decoder: Decoder | undefined;
  /** Whether text comes out with its last byte, so that any place is as good as another. */
  readonly #anyPlace: boolean;
  readonly #lineFeed: Buffer;

  private constructor(
    private readonly task: TaskController,
    private readonly listener: LogListener,
    private readonly location: LastLocation,
    private readonly signal: AbortSignal,
    charset: Charset | null,
  ) {
    this.#at = this.#safe = location.value;
    this.#marks = [{ sent: listener.progress.sent, place: location.value }];
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
    return new LogTail(task, listener, await LastLocation.open(task.lastLocationFile), signal, charset);
  }

  /** Sends the log up to `length`, and waits until the controller has it. Rejects when the reader is gone. */
  async sendUpTo(length: bigint): Promise<void> {
    if (length <= this.#at) return;
    const file = await openRandomAccess(this.task.logFile, { offset: this.#at, signal: this.signal });
    let unconfirmed = 0;
    for await (const read of file) {
      const left = Number(length - this.#at);
      const bytes = read.length > left ? read.subarray(0, left) : read;
      this.#safe = this.#safePlace(bytes) ?? this.#safe;
      this.#at += BigInt(bytes.length);
      await this.#send(this.#safe, () => this.listener.writeOrThrow(this.#decoded(bytes)));
      if (this.#at === length) break;
      unconfirmed += bytes.length;
      if (unconfirmed < STRETCH) continue;
      await this.listener.delivered(this.signal);
      unconfirmed = 0;
    }
    await this.listener.delivered(this.signal);
  }

  /** The last piece of text, complete or not. */
  async end(): Promise<void> {
    const rest = this.#decoder?.end() ?? '';
    await this.#send(this.#at, async () => {
      if (rest !== '') await this.listener.writeOrThrow(utf8.encode(rest));
      await this.listener.endText();
    });
    await this.listener.delivered(this.signal);
  }

  /** @param lost whether the connection broke, with whatever was on its way */
  close(lost: boolean): void {
    try {
      if (!lost) return;
      this.#confirm();
      if (this.#marks[0]) this.location.write(this.#marks[0].place);
    } finally {
      this.location.close();
    }
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

  /**
   * Writes the place down and sends what leads there, in one turn of the event loop, so that an agent is hardly ever killed in
   * between. What the system does not take at once does not count until it does.
   */
  async #send(place: bigint, write: () => Promise<void>): Promise<void> {
    await this.listener.handedOver();
    const before = this.location.value;
    this.location.write(place);
    const sent = write().then(() => this.listener.handedOver());
    if ((await within(sent, TAKEN_AT_ONCE_MS)) === 'timeout') {
      this.location.write(before);
      await sent;
      this.location.write(place);
    }
    this.#marks.push({ sent: this.listener.progress.sent, place });
    this.#confirm();
  }

  #confirm(): void {
    const { acknowledged } = this.listener.progress;
    while (this.#marks[1] !== undefined && this.#marks[1].sent <= acknowledged) this.#marks.shift();
  }
}

function isSingleByte(charset: Charset): boolean {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  return charset.decode(all).length === 256 && charset.encode('\n').length === 1;
}
