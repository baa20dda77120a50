/** How much of a step's log has been sent: the file last-location.txt, which outlives the agent. */
import { closeSync, writeSync } from 'node:fs';
import { fileExists } from '../../os/files/attributes.js';
import { fileIoError } from '../../java/file-errors.js';
import { toPath } from '../../java/path.js';
import { OPEN, openFileNow } from '../../os/files/open-file.js';
import { readFrom } from '../../os/files/read-file.js';
import { collected } from '../../os/files/whole-file.js';
import { JavaError } from '../../java/java-error.js';

/** As many digits as the largest long has. */
const DIGITS = 19;

/** Whatever is longer is no number. */
const PLACE = { bytes: 1024, of: 'the place in a log' };

/**
 * The place is overwritten by one small system call, at once, so that an agent that is killed leaves either the old place or the
 * new one. Every place has the same number of digits for that; the official agent reads them as well (Long.parseLong).
 */
export class LastLocation {
  #fd: number | undefined;

  private constructor(
    private readonly file: string,
    private place: bigint,
  ) {}

  /** Reads the place that an earlier watch left; 0 without one. Throws JavaError java.lang.NumberFormatException. */
  static async open(file: string): Promise<LastLocation> {
    return new LastLocation(file, (await fileExists(file)) ? await readPlace(file) : 0n);
  }

  /** In bytes. */
  get value(): bigint {
    return this.place;
  }

  /** Throws JavaError java.io.FileNotFoundException or java.io.IOException. */
  write(place: bigint): void {
    if (place === this.place) return;
    try {
      this.#fd ??= openFileNow(toPath(this.file), OPEN.write | OPEN.create).fd;
      writeSync(this.#fd, String(place).padStart(DIGITS, '0'), 0);
    } catch (error) {
      throw fileIoError(error, this.file);
    }
    this.place = place;
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

async function readPlace(file: string): Promise<bigint> {
  const text = (await collected(readFrom(file), file, PLACE)).toString();
  if (/^\d{1,19}$/.test(text)) return BigInt(text);
  throw new JavaError('java.lang.NumberFormatException', `For input string: "${text}"`);
}
