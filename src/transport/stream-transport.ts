import type { Duplex } from 'node:stream';
import type { CommandListener, CommandTransport } from '../remoting/command-transport.js';
import { ChunkParser, encodeChunks } from './chunks.js';
import { TransportError } from './errors.js';
import { OutputGate } from './output-gate.js';

export interface StreamTransportOptions {
  readonly maxCommandBytes?: number;
  /** Ends the connection when no write finishes for so long. Default 5 minutes. */
  readonly writeTimeoutMs?: number;
}

/** How long close() waits for the peer to end its side. */
export const CLOSE_GRACE_MS = 5000;

/**
 * Chunked commands over a byte stream: JNLP4 after its handshake, standard streams after theirs. The stream must be
 * paused; what it has buffered is read first.
 */
export class StreamTransport implements CommandTransport {
  private readonly gate: OutputGate;
  private readonly gone: Promise<void>;
  private listener: CommandListener | undefined;
  private failure: Error | undefined;
  private corked = false;
  private closing = false;
  private ended = false;

  constructor(
    readonly name: string,
    private readonly stream: Duplex,
    private readonly options: StreamTransportOptions = {},
  ) {
    this.gate = new OutputGate(() => this.destroy(stalled()), options.writeTimeoutMs);
    this.gone = new Promise((resolve) => {
      stream.once('close', () => {
        this.finish(this.failure);
        resolve();
      });
    });
    // From here on an error of the stream is ours, also before start: 'close' follows and reports it.
    stream.on('error', (error) => (this.failure ??= error instanceof TransportError ? error : connectionLost(error)));
  }

  start(listener: CommandListener): void {
    if (this.listener !== undefined) throw new Error('The transport was started twice');
    this.listener = listener;
    if (this.stream.destroyed) {
      queueMicrotask(() => this.finish(this.failure));
      return;
    }
    const parser = new ChunkParser((command) => {
      if (!this.ended && !this.stream.destroyed) listener.command(command);
    }, this.options.maxCommandBytes);
    this.stream.on('data', (bytes: Buffer) => {
      if (this.ended) return;
      try {
        parser.push(bytes);
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        this.destroy(error);
      }
      if (this.gate.overfull) this.holdInput();
    });
    this.stream.once('end', () => this.finish(parser.partial ? endedInCommand() : undefined));
    this.stream.resume();
  }

  send(command: Buffer): void {
    if (this.closing || this.ended || !this.stream.writable) return;
    this.cork();
    const bytes = encodeChunks(command);
    this.gate.add(bytes.length);
    // A failed write destroys the stream, and that is reported there.
    this.stream.write(bytes, () => this.gate.written(bytes.length));
  }

  drained(): Promise<void> {
    return this.gate.drained();
  }

  handedOver(): Promise<void> {
    return this.gate.handedOver();
  }

  isMoving(): boolean {
    return this.gate.isMoving();
  }

  /**
   * Only after a CloseCommand: a Java controller that gets TLS's close_notify alone keeps its channel, whereas it notices an
   * end without close_notify, which is what destroy() gives, at once.
   */
  async close(graceMs = CLOSE_GRACE_MS): Promise<void> {
    if (!this.closing) {
      this.closing = true;
      // end() uncorks, writes what is queued, then close_notify (TLS) and FIN.
      this.stream.end();
      // The peer's end is seen only by reading on.
      if (this.listener === undefined) this.stream.resume();
    }
    const timer = setTimeout(() => this.stream.destroy(), graceMs);
    await this.gone;
    clearTimeout(timer);
  }

  destroy(error?: Error): void {
    this.failure ??= error;
    this.stream.destroy();
  }

  /** A peer that does not take its answers gets no more of them. */
  private holdInput(): void {
    this.stream.pause();
    void this.gate.drained().then(() => this.stream.resume());
  }

  /** Everything that is sent in one turn of the event loop leaves with one system call. */
  private cork(): void {
    if (this.corked) return;
    this.corked = true;
    this.stream.cork();
    process.nextTick(() => {
      this.corked = false;
      this.stream.uncork();
    });
  }

  private finish(error?: Error): void {
    this.gate.release();
    if (this.ended || this.listener === undefined) return;
    this.ended = true;
    this.listener.end(error);
  }
}

function stalled(): TransportError {
  return new TransportError(
    'TIMEOUT',
    'retryable',
    'The controller has stopped taking data: a write did not finish in time',
  );
}

function endedInCommand(): TransportError {
  return new TransportError('CONNECTION_LOST', 'retryable', 'The connection ended in the middle of a command');
}

function connectionLost(cause: Error): TransportError {
  return new TransportError('CONNECTION_LOST', 'retryable', `Connection lost: ${cause.message}`, { cause });
}
