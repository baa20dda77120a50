import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { CommandListener, CommandTransport } from '../../remoting/command-transport.js';
import { ChunkParser, encodeChunks, splitChunks } from '../chunks.js';
import { TransportError } from '../errors.js';
import { OutputGate } from '../output-gate.js';
import { noStatus, type StatusListener } from '../status.js';
import { CLOSE_GRACE_MS, type StreamTransportOptions } from '../stream-transport.js';
import { keepAlive } from './keep-alive.js';

export interface WebSocketTransportOptions extends StreamTransportOptions {
  /** Send a ping so often, and give up when nothing at all arrives for two such times. 0, the default: never. */
  readonly pingIntervalMs?: number | undefined;
  readonly status?: StatusListener | undefined;
}

const NORMAL_CLOSURE = 1000;
/** What ws reports when the connection ended without a close frame. */
const ABNORMAL_CLOSURE = 1006;

/**
 * Chunked commands in binary messages, one chunk a message as the official agent does; on input the borders of messages
 * and fragments mean nothing (hudson.remoting.Engine.runWebSocket, AbstractByteBufferCommandTransport).
 *
 * Must be made as soon as the WebSocket is open, in the same turn of the event loop: it pauses the socket until `start`.
 */
export class WebSocketTransport implements CommandTransport {
  readonly name = 'WebSocket';
  private readonly gate: OutputGate;
  private readonly gone: Promise<void>;
  private readonly status: StatusListener;
  private readonly parser: ChunkParser;
  private listener: CommandListener | undefined;
  private failure: Error | undefined;
  private corked = false;
  private closing = false;
  private ended = false;

  /** @param socket what `ws` runs on */
  constructor(
    private readonly ws: WebSocket,
    private readonly socket: Socket,
    options: WebSocketTransportOptions = {},
  ) {
    this.status = options.status ?? noStatus;
    this.gate = new OutputGate(() => this.destroy(stalled()), options.writeTimeoutMs);
    this.parser = new ChunkParser((command) => {
      if (this.failure === undefined) this.listener?.command(command);
    }, options.maxCommandBytes);
    ws.binaryType = 'nodebuffer';
    ws.pause();
    const stopPings = keepAlive(ws, socket, options.pingIntervalMs ?? 0, (error) => this.destroy(error));
    this.gone = new Promise((resolve) => {
      ws.once('close', (code: number) => {
        stopPings();
        this.gate.release();
        this.finish(code);
        resolve();
      });
    });
    ws.on('error', (cause) => (this.failure ??= broken(cause)));
    // ws keeps errors of the socket to itself.
    socket.on('error', (cause) => (this.failure ??= broken(cause)));
  }

  start(listener: CommandListener): void {
    if (this.listener !== undefined) throw new Error('The transport was started twice');
    this.listener = listener;
    if (this.ws.readyState === this.ws.CLOSED) {
      queueMicrotask(() => this.finish(ABNORMAL_CLOSURE));
      return;
    }
    this.ws.on('message', (data: Buffer, isBinary: boolean) => this.receive(data, isBinary));
    this.ws.resume();
  }

  send(command: Buffer): void {
    if (this.closing || this.ws.readyState !== this.ws.OPEN) return;
    this.cork();
    const bytes = encodeChunks(command);
    for (const chunk of splitChunks(bytes)) {
      this.gate.add(chunk.length);
      // A failed write ends the socket, and that is reported there.
      this.ws.send(chunk, () => this.gate.written(chunk.length));
    }
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

  async close(graceMs = CLOSE_GRACE_MS): Promise<void> {
    if (!this.closing) {
      this.closing = true;
      this.status('Write side closed');
      // ws puts the close frame behind what is queued.
      this.ws.close(NORMAL_CLOSURE);
      // The peer's close frame is seen only by reading on.
      if (this.listener === undefined) this.ws.resume();
    }
    const timer = setTimeout(() => this.ws.terminate(), graceMs);
    await this.gone;
    clearTimeout(timer);
  }

  destroy(error?: Error): void {
    this.failure ??= error;
    this.closing = true;
    this.ws.terminate();
  }

  private receive(data: Buffer, isBinary: boolean): void {
    if (this.failure !== undefined) return;
    if (!isBinary) {
      this.failure = new TransportError('PROTOCOL_VIOLATION', 'retryable', 'The controller sent a text message');
      this.ws.close(NORMAL_CLOSURE);
      return;
    }
    try {
      this.parser.push(data);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      this.destroy(error);
    }
    if (this.gate.overfull) this.holdInput();
  }

  /** A peer that does not take its answers gets no more of them. */
  private holdInput(): void {
    this.ws.pause();
    void this.gate.drained().then(() => this.ws.resume());
  }

  /** Everything that is sent in one turn of the event loop leaves with one system call, not one or two for each message. */
  private cork(): void {
    if (this.corked) return;
    this.corked = true;
    this.socket.cork();
    process.nextTick(() => {
      this.corked = false;
      this.socket.uncork();
    });
  }

  private finish(code: number): void {
    if (this.ended || this.listener === undefined) return;
    this.ended = true;
    this.listener.end(this.failure ?? (this.closing ? undefined : endOf(code, this.parser.partial)));
  }
}

/** A close frame of any code is an orderly end, as the official agent takes it. */
function endOf(code: number, partial: boolean): Error | undefined {
  if (code === ABNORMAL_CLOSURE) {
    return new TransportError('CONNECTION_LOST', 'retryable', 'The connection ended without a WebSocket close frame');
  }
  if (!partial) return undefined;
  return new TransportError('CONNECTION_LOST', 'retryable', 'The WebSocket was closed in the middle of a command');
}

function broken(cause: Error): TransportError {
  return new TransportError('CONNECTION_LOST', 'retryable', `Connection error has occurred: ${cause.message}`, {
    cause,
  });
}

function stalled(): TransportError {
  return new TransportError(
    'TIMEOUT',
    'retryable',
    'The controller has stopped taking data: a message did not leave in time',
  );
}
