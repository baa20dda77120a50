/**
 * Writing to a stream of the peer's: cuts writes into chunks that fit the window, keeps them in order, and gives the
 * stream back. Mirrors hudson.remoting.ProxyOutputStream (bytes) and ProxyWriter (chars), which differ in command classes only.
 */
import { ioError } from '../java/java-error.js';
import type { JavaObject } from '../serial/model.js';
import type { OutputProgress } from './call.js';
import type { Link } from './link.js';
import type { PipeWindow } from './pipe-window.js';

/** The commands of one of the two families. */
export interface PipeCommands<Data> {
  lengthOf(data: Data): number;
  slice(data: Data, start: number, end: number): Data;
  chunk(ioId: number, oid: number, part: Data): JavaObject;
  flush(ioId: number, oid: number): JavaObject;
  eof(ioId: number, oid: number, error: Error | undefined): JavaObject;
  unexport(ioId: number, oid: number): JavaObject;
}

export class PipeOutput<Data> {
  /** Number of the last stream operation sent for this stream; 0 for none. */
  lastIoId = 0;
  retained = false;
  readonly #window: PipeWindow;
  #sent = 0;
  /** Writes that wait for the window; undefined when none does and the next may go at once. */
  #tail: Promise<void> | undefined;
  #ended = false;

  constructor(
    private readonly link: Link,
    readonly oid: number,
    private readonly commands: PipeCommands<Data>,
    /** Cuts off waiting for the window: the call's signal until retained. */
    private signal: AbortSignal | undefined,
  ) {
    this.#window = link.windows.hold(oid);
  }

  async write(data: Data): Promise<void> {
    if (this.#ended) throw ioError('stream is already closed');
    if (this.#tail) return this.#enqueue(() => this.#send(data, 0));
    const sent = this.#sendGranted(data, 0);
    if (sent < this.commands.lengthOf(data)) return this.#enqueue(() => this.#send(data, sent));
    await this.link.drained();
  }

  flush(): void {
    if (!this.#ended) this.#afterWrites(() => this.#operate((ioId) => this.commands.flush(ioId, this.oid)));
  }

  async delivered(signal?: AbortSignal): Promise<void> {
    await this.#tail;
    while (!this.#window.idle) {
      if (this.link.closed.aborted) throw this.link.closed.reason;
      if (this.#window.dead) throw this.#gone(this.#window.dead);
      await this.#window.change(signal ?? this.signal);
      (signal ?? this.signal)?.throwIfAborted();
    }
    // What the reader failed to take is acknowledged as well; at the end of a channel every window dies.
    if (this.#window.dead && !this.link.closed.aborted) throw this.#gone(this.#window.dead);
  }

  async handedOver(): Promise<void> {
    await this.#tail;
    if (this.link.closed.aborted) throw this.link.closed.reason;
    await this.link.handedOver();
  }

  get progress(): OutputProgress {
    return { sent: this.#sent, acknowledged: Math.max(0, this.#sent - this.#window.inFlight) };
  }

  close(error?: Error): void {
    this.#end((ioId) => this.commands.eof(ioId, this.oid, error));
  }

  release(): void {
    this.#end((ioId) => this.commands.unexport(ioId, this.oid));
  }

  /** Leaves the stream to somebody else, with nothing having been written to it. */
  abandon(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.link.windows.release(this.oid);
  }

  retain(): this {
    this.retained = true;
    this.signal = undefined;
    return this;
  }

  /** Resolves when every write so far has been sent or has failed. */
  async settled(): Promise<void> {
    await this.#tail;
  }

  #end(make: (ioId: number) => JavaObject): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#afterWrites(() => {
      this.#operate(make);
      this.link.windows.release(this.oid);
    });
  }

  /** Runs an operation behind the queued writes; a write that failed does not keep the stream from being given back. */
  #afterWrites(operation: () => void): void {
    if (this.#tail) void this.#tail.then(operation);
    else operation();
  }

  #enqueue(write: () => Promise<void>): Promise<void> {
    const result = (this.#tail ?? Promise.resolve()).then(write);
    const tail: Promise<void> = result
      .catch(() => undefined) // the writer gets the error from `result`; the queue only needs to know that it is over
      .then(() => {
        if (this.#tail === tail) this.#tail = undefined;
      });
    this.#tail = tail;
    return result;
  }

  async #send(data: Data, from: number): Promise<void> {
    const length = this.commands.lengthOf(data);
    let sent = this.#sendGranted(data, from);
    while (sent < length) {
      await this.#window.change(this.signal);
      this.signal?.throwIfAborted();
      sent = this.#sendGranted(data, sent);
      await this.link.drained();
    }
  }

  /** Sends what the window grants now; returns how far it came. */
  #sendGranted(data: Data, from: number): number {
    if (this.link.closed.aborted) throw this.link.closed.reason;
    if (this.#window.dead) throw this.#gone(this.#window.dead);
    const length = this.commands.lengthOf(data);
    let at = from;
    for (;;) {
      const size = this.#window.grant(length - at);
      if (size === 0) return at;
      this.#window.take(size);
      this.#sent += size;
      const part = at === 0 && size === length ? data : this.commands.slice(data, at, at + size);
      this.#operate((ioId) => this.commands.chunk(ioId, this.oid, part));
      at += size;
    }
  }

  #gone(cause: Error): Error {
    return ioError('Pipe is already closed', { cause });
  }

  #operate(make: (ioId: number) => JavaObject): void {
    this.lastIoId = this.link.nextIoId();
    this.link.send(make(this.lastIoId));
  }
}
