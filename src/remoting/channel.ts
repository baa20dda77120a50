/**
 * A remoting channel: commands over a transport, requests and streams both ways. The same class serves both ends, as the
 * protocol does (hudson.remoting.Channel); what the two differ in is the handler of callables and, for a controller, the class
 * loader that it offers.
 */
import { setMaxListeners } from 'node:events';
import { JavaError } from '../java/java-error.js';
import { JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import { readObject } from '../serial/reader.js';
import { writeObject } from '../serial/writer.js';
import type { CallChannel, ExportedObject } from './call.js';
import { PING, channelObject } from './channel-properties.js';
import type { ChannelProperties } from './channel-properties.js';
import type { CommandTransport } from './command-transport.js';
import { following } from './counter.js';
import { ExportTable } from './export-table.js';
import { ObjectExport } from './exports.js';
import { executeCommand } from './incoming-commands.js';
import type { CommandTarget } from './incoming-commands.js';
import { IncomingRequests } from './incoming-requests.js';
import type { RequestHandler } from './incoming-requests.js';
import { IoOrder } from './io-order.js';
import type { Logger } from './logger.js';
import { OutgoingRequests } from './outgoing-requests.js';
import { PipePump } from './pipe-pump.js';
import { PipeWindows } from './pipe-windows.js';
import { FIRST_OWN_ID } from './relay.js';
import type { Relay, RelayedChannel } from './relay.js';
import type { RequestObserver } from './request-observer.js';
import { invokeMethod } from './rpc-request.js';
import { callUserRequest } from './user-request.js';
import * as wire from './wire/command-classes.js';

export interface ChannelOptions {
  /** Appears in logs and error messages. */
  readonly name: string;
  readonly transport: CommandTransport;
  readonly logger: Logger;
  /** Runs the peer's callables. */
  readonly handler: RequestHandler;
  /** A controller's class loader: offered with each request, so that a peer may ask it for classes. Agents have none. */
  readonly classLoader?: ExportedObject;
  /** Makes the relay to whoever serves what this end does not know. */
  readonly relay?: ((channel: RelayedChannel) => Relay) | undefined;
  /** Is told of each request of the peer's. */
  readonly observer?: RequestObserver | undefined;
}

/** How a channel ended. */
export interface ChannelEnd {
  /** Whether the peers said goodbye with CloseCommand. */
  readonly orderly: boolean;
  readonly error?: Error;
}

/** How long we wait for the peer's half of an orderly close, ms. The official peer answers within 20. */
const CLOSE_GRACE_MS = 5000;

const createdAt = null;

export class Channel implements CallChannel, CommandTarget, RelayedChannel {
  readonly name: string;
  readonly logger: Logger;
  readonly exports: ExportTable;
  readonly ioOrder = new IoOrder();
  readonly windows = new PipeWindows();
  readonly incoming: IncomingRequests;
  readonly outgoing: OutgoingRequests;
  /** Settles once, when the channel has ended; never rejects. */
  readonly ended: Promise<ChannelEnd>;
  readonly properties: ChannelProperties;
  readonly #transport: CommandTransport;
  readonly #classLoader: ExportedObject | undefined;
  readonly #relay: Relay | undefined;
  readonly #closed = new AbortController();
  #resolveEnded!: (end: ChannelEnd) => void;
  #lastIoId: number;
  #sentClose = false;
  #receivedClose = false;

  /** Starts at once: commands that the transport holds are run, and their answers sent, from now on. */
  constructor(options: ChannelOptions) {
    this.name = options.name;
    this.logger = options.logger;
    this.#transport = options.transport;
    this.#classLoader = options.classLoader;
    const firstId = options.relay ? FIRST_OWN_ID : 0;
    this.#lastIoId = firstId;
    this.exports = new ExportTable(options.relay && FIRST_OWN_ID);
    this.outgoing = new OutgoingRequests((command) => this.send(command), firstId);
    this.#relay = options.relay?.(this);
    this.incoming = new IncomingRequests(this, this, options.handler, this.#relay, options.observer);
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    // As many wait for it as there are calls and watched steps.
    setMaxListeners(0, this.#closed.signal);
    // Object 1 is the channel itself, on both ends, before anything else.
    const { properties, target } = channelObject();
    this.properties = properties;
    this.exports.add(this, () => new ObjectExport(target));
    this.#transport.start({ command: (bytes) => this.#receive(bytes), end: (error) => this.#end(error) });
  }

  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  get endsOrderly(): boolean {
    return this.#receivedClose;
  }

  /**
   * Calls a callable at the peer and waits for its value. Rejects with the peer's exception (RemoteError).
   * @param classLoader object id of the peer's loader that knows the callable; default: our own
   */
  call(
    callable: JavaObject,
    description = callable.className,
    signal?: AbortSignal,
    classLoader?: number | null,
  ): Promise<JavaValue> {
    return callUserRequest(this, classLoader ?? this.#classLoader, callable, description, signal);
  }

  invoke(
    oid: number,
    declaringClassName: string,
    methodName: string,
    types: readonly string[],
    args: readonly JavaValue[],
    signal?: AbortSignal,
  ): Promise<JavaValue> {
    return invokeMethod(this, this.#lastIoId, { oid, declaringClassName, methodName, types, args }, signal);
  }

  ping(signal: AbortSignal): Promise<JavaValue> {
    return invokeMethod(this, 0, PING, signal);
  }

  /**
   * Says goodbye, waits for the peer's answer, and closes the transport. Resolves when the channel has ended.
   * Pending requests fail, running ones are interrupted.
   */
  async close(): Promise<void> {
    this.#sayGoodbye();
    const timer = setTimeout(() => this.#end(new Error(`${this.name}: no answer to CloseCommand`)), CLOSE_GRACE_MS);
    await this.ended;
    clearTimeout(timer);
  }

  /** Resolves when no request of the peer's runs any more, not even one that the end of the channel has interrupted. */
  settled(): Promise<void> {
    return this.incoming.settled();
  }

  dumpExports(): string {
    return this.exports.dump();
  }

  runningRequests(): { id: number; description: string }[] {
    return this.incoming.descriptions();
  }

  // What the parts of the channel need of it.

  send(command: JavaObject): void {
    if (this.#sentClose || this.closed.aborted) return;
    this.#relay?.sent(command);
    this.#transport.send(writeObject(command));
  }

  sendBytes(command: Buffer): void {
    if (!this.#sentClose && !this.closed.aborted) this.#transport.send(command);
  }

  drained(): Promise<void> {
    return this.#transport.drained();
  }

  handedOver(): Promise<void> {
    return this.#transport.handedOver();
  }

  nextIoId(): number {
    return (this.#lastIoId = following(this.#lastIoId));
  }

  get lastIoId(): number {
    return this.#lastIoId;
  }

  request(make: (id: number) => JavaObject, signal?: AbortSignal): Promise<JavaValue> {
    return this.outgoing.request(make, signal);
  }

  connectPipe(oidRos: number, oidPos: number): void {
    const pump = this.exports.get(oidRos);
    if (!(pump instanceof PipePump)) throw new Error(`Pipe.Connect: no writer waits at oid=${oidRos}`);
    void pump.connect(oidPos); // never rejects: a failure travels down the pipe
    this.exports.release(oidRos);
  }

  peerCloses(): void {
    this.#receivedClose = true;
    this.#end(undefined);
  }

  #receive(bytes: Buffer): void {
    // Commands behind the goodbye may come in the same piece.
    if (this.closed.aborted) return;
    let command: JavaValue;
    try {
      command = readObject(bytes);
      if (!(command instanceof JavaObject)) throw new Error('not a command');
    } catch (error) {
      this.#skipped(`Failed to construct Command in channel ${this.name}`, error);
      return;
    }
    const failed = (error: unknown) =>
      this.#skipped(`Failed to execute command ${command.className} (channel ${this.name})`, error);
    try {
      if (this.#relay?.received(command, bytes) !== true) executeCommand(this, command)?.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  /** One bad command harms no other: it is logged and skipped. */
  #skipped(message: string, error: unknown): void {
    this.logger.log('WARNING', 'hudson.remoting.Channel$1 handle', message, error);
  }

  #sayGoodbye(): void {
    this.send(wire.CLOSE_COMMAND.create({ createdAt }));
    this.#sentClose = true;
  }

  /** Runs once, whichever comes first: the peer's CloseCommand, the end of the transport, our patience. */
  #end(error: Error | undefined): void {
    if (this.closed.aborted) return;
    const orderly = this.#receivedClose;
    if (orderly) this.#sayGoodbye();
    const reason = new JavaError('hudson.remoting.ChannelClosedException', `${this.name}: channel is already closed`, {
      cause: error,
    });
    this.#closed.abort(reason);
    this.#relay?.ended();
    this.outgoing.end(new JavaError('hudson.remoting.RequestAbortedException', reason.message, { cause: error }));
    this.incoming.abortAll(new JavaError('java.lang.InterruptedException', null, { cause: reason }));
    this.windows.dieAll(reason);
    for (const failure of this.exports.clear(reason)) {
      this.logger.log(
        'WARNING',
        'hudson.remoting.Channel terminate',
        `${this.name}: cannot end an exported object`,
        failure,
      );
    }
    if (orderly) void this.#transport.close();
    else this.#transport.destroy(error);
    this.#resolveEnded({ orderly, ...(error === undefined ? {} : { error }) });
  }
}
