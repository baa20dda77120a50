import type { ByteSink } from '../../src/remoting/call.js';
import { throwableToError } from '../../src/remoting/failure.js';
import { readStreamRef } from '../../src/remoting/remote-refs.js';
import { JavaObject } from '../../src/serial/model.js';
import { readObject } from '../../src/serial/reader.js';
import type { MemoryTransport } from './memory-transport.js';
import { settled } from './sinks.js';

/** A stream of the controller's that is written to. */
export class ControllerOutput implements ByteSink {
  /** As they came: a write of more than a chunk holds is several. */
  readonly chunks: Buffer[] = [];
  flushes = 0;
  /** Replaces what a write does after its bytes are kept: to wait, which holds the writer up, or to fail. */
  onWrite: (bytes: Buffer) => Promise<void> | void = () => undefined;
  value!: JavaObject;
  /** Whether the call that it came with has been answered. */
  answered = false;
  /** How many bytes came after that: none from a callable whose answer waits for them. */
  late = 0;

  constructor(private readonly transport: MemoryTransport) {}

  /** A turn of the event loop later: an answer that does not wait for it comes before it. */
  async write(bytes: Buffer): Promise<void> {
    await settled();
    this.chunks.push(Buffer.from(bytes));
    if (this.answered) this.late += bytes.length;
    await this.onWrite(bytes);
  }

  flush(): void {
    this.flushes++;
  }

  end(): void {
    // Whether it was closed or only given back, `closed` tells.
  }

  bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  text(): string {
    return this.bytes().toString('utf8');
  }

  /** Whether its writer has ended it. */
  get closed(): boolean {
    return this.#sent('EOF') !== undefined;
  }

  /** What it was ended with. */
  get closeError(): Error | undefined {
    const error = this.#sent('EOF')?.get('error') ?? null;
    return error === null ? undefined : throwableToError(error);
  }

  /** Whether it was given back without being ended. */
  get released(): boolean {
    return this.#sent('Unexport') !== undefined;
  }

  #sent(command: 'EOF' | 'Unexport'): JavaObject | undefined {
    const oid = readStreamRef(this.value)?.oid;
    return this.transport.sent
      .map((bytes) => readObject(bytes))
      .find(
        (sent): sent is JavaObject =>
          sent instanceof JavaObject &&
          new RegExp(`^hudson\\.remoting\\.Proxy(OutputStream|Writer)\\$${command}$`).test(sent.className) &&
          sent.get('oid') === oid,
      );
  }
}
