/** Two transports joined in memory: what one sends the other delivers, in later turns of the event loop, as sockets do. */
import type { CommandListener, CommandTransport } from '../../src/remoting/command-transport.js';

export class MemoryTransport implements CommandTransport {
  readonly name = 'memory';
  /** Every command that was sent from this end. */
  readonly sent: Buffer[] = [];
  peer!: MemoryTransport;
  #listener: CommandListener | undefined;
  #ended = false;
  /** Drops what is sent, as a network that has gone silent does. */
  muted = false;

  start(listener: CommandListener): void {
    this.#listener = listener;
  }

  send(command: Buffer): void {
    if (this.#ended) return;
    this.sent.push(command);
    if (!this.muted) setImmediate(() => this.peer.#deliver(command));
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }

  handedOver(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    setImmediate(() => {
      this.#end();
      this.peer.#end();
    });
    return Promise.resolve();
  }

  destroy(error?: Error): void {
    this.#end(error);
    setImmediate(() => this.peer.#end());
  }

  #deliver(command: Buffer): void {
    if (!this.#ended) this.#listener?.command(command);
  }

  #end(error?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listener?.end(error);
  }
}

/** Makes a joined pair. */
export function memoryTransports(): [MemoryTransport, MemoryTransport] {
  const pair: [MemoryTransport, MemoryTransport] = [new MemoryTransport(), new MemoryTransport()];
  [pair[0].peer, pair[1].peer] = [pair[1], pair[0]];
  return pair;
}
