/**
 * How a command travels on JNLP4, WebSocket and chunked standard streams (hudson.remoting.ChunkHeader, ChunkedOutputStream):
 *
 *     u16 header = 0x8000 (more chunks of this command follow) | length 0..32767
 *     length bytes
 *
 * A command is the payload of all chunks up to and including the first without the `more` bit. A chunk may be empty.
 */
import { TransportError } from './errors.js';

export const CHUNK_HEADER_BYTES = 2;
const MORE = 0x8000;
const LENGTH_MASK = 0x7fff;

/** Payload of the chunks that we write: what the official agent writes, and what fits every controller's message limit. */
export const CHUNK_PAYLOAD_BYTES = 8192;

/** A controller's largest known commands carry a file's text or a test report; beyond this one is an attack or a defect. */
export const MAX_COMMAND_BYTES = 512 * 1024 * 1024;

/**
 * A whole command as chunks, one after another in one buffer: a copy costs a tenth of what handing a socket 128 small
 * buffers does.
 */
export function encodeChunks(command: Buffer): Buffer {
  const chunks = Math.max(1, Math.ceil(command.length / CHUNK_PAYLOAD_BYTES));
  const out = Buffer.allocUnsafe(command.length + chunks * CHUNK_HEADER_BYTES);
  let from = 0;
  let to = 0;
  for (let left = chunks; left > 0; left--) {
    const length = Math.min(CHUNK_PAYLOAD_BYTES, command.length - from);
    to = out.writeUInt16BE(left > 1 ? MORE | length : length, to);
    command.copy(out, to, from, from + length);
    from += length;
    to += length;
  }
  return out;
}

/** Cuts chunks as encodeChunks made them apart again, header and payload together: one WebSocket message each. */
export function* splitChunks(encoded: Buffer): Generator<Buffer> {
  const step = CHUNK_HEADER_BYTES + CHUNK_PAYLOAD_BYTES;
  for (let at = 0; at < encoded.length; at += step) yield encoded.subarray(at, at + step);
}

/**
 * Less than this of a command is copied to a block together with its neighbours: held as a view of what it came in, a byte
 * would cost a hundred.
 */
const SMALL_PART_BYTES = 1024;
const BLOCK_BYTES = 16 * 1024;

/**
 * Push parser: takes bytes in any pieces and calls back for every whole command. A command that came in one chunk within
 * one piece is handed on as a view of that piece, anything else is joined once. However small chunks and pieces are, what is
 * held of a command is hardly more than what has arrived.
 */
export class ChunkParser {
  private header = 0;
  private headerBytes = 0;
  private payloadLeft = 0;
  /** Whether a chunk has ended and its command goes on. */
  private unfinished = false;
  private parts: Buffer[] = [];
  private size = 0;
  /** Payload and headers of the command's chunks so far, whether the payload has come or not. */
  private announced = 0;
  private headers = 0;
  /** Small parts, from `blockFrom` to `blockTo`, that are not among `parts` yet. */
  private block: Buffer | undefined;
  private blockFrom = 0;
  private blockTo = 0;

  constructor(
    private readonly onCommand: (command: Buffer) => void,
    private readonly maxCommandBytes: number = MAX_COMMAND_BYTES,
  ) {}

  /** Whether input that ends here ends in the middle of a command. */
  get partial(): boolean {
    return this.headerBytes > 0 || this.unfinished;
  }

  /** @throws TransportError COMMAND_TOO_LARGE; the parser is of no use afterwards */
  push(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.headerBytes < CHUNK_HEADER_BYTES) {
        at = this.takeHeader(bytes, at);
      } else {
        const end = Math.min(bytes.length, at + this.payloadLeft);
        this.take(bytes.subarray(at, end));
        at = end;
      }
      if (this.headerBytes === CHUNK_HEADER_BYTES && this.payloadLeft === 0) this.endChunk();
    }
  }

  private takeHeader(bytes: Buffer, at: number): number {
    this.header = (this.header << 8) | bytes.readUInt8(at);
    if (++this.headerBytes === CHUNK_HEADER_BYTES) {
      this.payloadLeft = this.header & LENGTH_MASK;
      this.announced += this.payloadLeft;
      this.headers += CHUNK_HEADER_BYTES;
      // What is held are views of the input, headers included: endless empty chunks would be held as well.
      if (Math.max(this.announced, this.headers - CHUNK_HEADER_BYTES) > this.maxCommandBytes) {
        throw new TransportError(
          'COMMAND_TOO_LARGE',
          'retryable',
          `The peer sent a command of more than ${this.maxCommandBytes} bytes`,
        );
      }
    }
    return at + 1;
  }

  private take(part: Buffer): void {
    this.payloadLeft -= part.length;
    this.size += part.length;
    if (part.length >= SMALL_PART_BYTES || this.isWhole(part)) {
      this.flushBlock();
      this.parts.push(part);
    } else {
      this.takeSmall(part);
    }
  }

  /** Whether this is all of a command. */
  private isWhole(part: Buffer): boolean {
    return part.length === this.size && this.payloadLeft === 0 && (this.header & MORE) === 0;
  }

  private takeSmall(part: Buffer): void {
    if (this.block === undefined || this.block.length - this.blockTo < part.length) {
      this.flushBlock();
      this.block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      this.blockFrom = this.blockTo = 0;
    }
    part.copy(this.block, this.blockTo);
    this.blockTo += part.length;
  }

  private flushBlock(): void {
    if (this.block === undefined || this.blockTo === this.blockFrom) return;
    this.parts.push(this.block.subarray(this.blockFrom, this.blockTo));
    this.blockFrom = this.blockTo;
  }

  private endChunk(): void {
    this.unfinished = (this.header & MORE) !== 0;
    this.header = 0;
    this.headerBytes = 0;
    if (!this.unfinished) this.endCommand();
  }

  private endCommand(): void {
    // A part that is not the whole is copied in any case: blocks are used again.
    const [only] = this.parts;
    const whole = this.blockTo === this.blockFrom && this.parts.length === 1;
    this.flushBlock();
    const command = whole && only !== undefined ? only : Buffer.concat(this.parts, this.size);
    // Reset first: the callback may throw, or push again.
    this.parts = [];
    this.size = 0;
    this.announced = 0;
    this.headers = 0;
    this.blockFrom = this.blockTo = 0;
    this.onCommand(command);
  }
}
