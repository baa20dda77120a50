/**
 * A channel whose peer is the test: it puts commands in, one by one and at once, and looks at what comes out, in its order.
 * Against a second channel many a mistake in the order would go unnoticed, as the two would agree on it.
 */
import { Channel } from '../../src/remoting/channel.js';
import type { CommandListener, CommandTransport } from '../../src/remoting/command-transport.js';
import type { RequestHandler } from '../../src/remoting/incoming-requests.js';
import { encodePayload } from '../../src/remoting/payload.js';
import * as commands from '../../src/remoting/wire/command-classes.js';
import * as streams from '../../src/remoting/wire/stream-classes.js';
import { byteArray, charArray, objectArray } from '../../src/serial/jdk.js';
import { JavaArray } from '../../src/serial/model.js';
import type { JavaObject, JavaValue } from '../../src/serial/model.js';
import { readObject } from '../../src/serial/reader.js';
import { writeObject } from '../../src/serial/writer.js';
import { RecordingLogger, TEST_CALLABLE } from './channel-pair.js';
import { commandLine } from './command-line.js';
import { settled } from './sinks.js';

const createdAt = null;
const requestId = 0;

/** Takes what the channel sends; `full` makes it a connection that is slower than its writers. */
export class ScriptedTransport implements CommandTransport {
  readonly name = 'scripted';
  readonly sent: Buffer[] = [];
  /** How the channel ended it. */
  readonly ends: string[] = [];
  listener!: CommandListener;
  readonly #waiting: (() => void)[] = [];
  #full = false;

  start(listener: CommandListener): void {
    this.listener = listener;
  }

  send(command: Buffer): void {
    this.sent.push(command);
  }

  /** While set, nobody who asks is told that more may be sent. */
  set full(full: boolean) {
    this.#full = full;
    if (!full) for (const wake of this.#waiting.splice(0)) wake();
  }

  drained(): Promise<void> {
    return this.#full ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }

  handedOver(): Promise<void> {
    return this.drained();
  }

  close(): Promise<void> {
    this.ends.push('close');
    return Promise.resolve();
  }

  destroy(error?: Error): void {
    this.ends.push(error ? `destroy: ${error.message}` : 'destroy');
    this.full = false;
  }
}

export class ScriptedPeer {
  readonly transport = new ScriptedTransport();
  readonly logger = new RecordingLogger();
  readonly channel: Channel;
  #seen = 0;

  /** @param handler runs the callables that `call` sends */
  constructor(handler: RequestHandler = () => null) {
    this.channel = new Channel({ name: 'peer', transport: this.transport, logger: this.logger, handler });
  }

  /** Commands of the peer's, delivered at once. */
  send(...sent: JavaObject[]): void {
    for (const command of sent) this.transport.listener.command(writeObject(command));
  }

  /** What the channel has sent since the last look, once nothing more comes of itself. */
  async sent(): Promise<string[]> {
    for (let turn = 0; turn < 3; turn++) await settled();
    const lines = this.transport.sent.slice(this.#seen).map(commandLine);
    this.#seen = this.transport.sent.length;
    return lines;
  }

  /** The data of every ProxyOutputStream$Chunk that the channel has sent. */
  chunks(): Buffer[] {
    return this.transport.sent.flatMap((bytes) => {
      const command = readObject(bytes) as JavaObject;
      const buf = command.className === 'hudson.remoting.ProxyOutputStream$Chunk' ? command.get('buf') : undefined;
      return buf instanceof JavaArray && Buffer.isBuffer(buf.elements) ? [buf.elements] : [];
    });
  }

  /** The connection breaks. */
  break(error = new Error('connection reset')): void {
    this.transport.listener.end(error);
  }

  // What a peer may send.

  call(id: number, argument: JavaValue = null, lastIoId = 0): void {
    const request = byteArray(encodePayload(TEST_CALLABLE.create({ argument }), null));
    this.send(
      commands.USER_REQUEST.create({
        createdAt,
        id,
        lastIoId,
        response: null,
        classLoaderProxy: null,
        request,
        toString: `test ${id}`,
      }),
    );
  }

  cancel(id: number): void {
    this.send(commands.CANCEL.create({ createdAt, id }));
  }

  respond(id: number, returnValue: JavaValue, lastIoId = 0): void {
    this.send(commands.RESPONSE.create({ createdAt, id, lastIoId, exception: null, returnValue }));
  }

  respondFailure(id: number, exception: JavaValue, lastIoId = 0): void {
    this.send(commands.RESPONSE.create({ createdAt, id, lastIoId, exception, returnValue: null }));
  }

  /** A bare call of a method. */
  rpc(id: number, oid: number, methodName: string, lastIoId = 0, args: readonly JavaValue[] = []): void {
    const request = { createdAt, id, lastIoId, response: null, oid, methodName, declaringClassName: 'x' };
    this.send(commands.RPC_REQUEST.create({ ...request, arguments: objectArray([...args]), types: null }));
  }

  /** Reads a stream of the channel's. */
  read(id: number, oid: number, len: number, lastIoId = 0): void {
    this.send(streams.PIS_CHUNK.create({ createdAt, id, lastIoId, response: null, len, oid }));
  }

  giveBack(oid: number): void {
    this.send(commands.UNEXPORT_COMMAND.create({ createdAt, oid }));
  }

  chunk(ioId: number, oid: number, data: string | Buffer): void {
    this.send(streams.POS_CHUNK.create({ createdAt, ioId, oid, requestId, buf: byteArray(Buffer.from(data)) }));
  }

  writerChunk(ioId: number, oid: number, text: string): void {
    const units = Uint16Array.from(text, (char) => char.charCodeAt(0));
    this.send(streams.PW_CHUNK.create({ createdAt, ioId, oid, buf: charArray(units) }));
  }

  flush(ioId: number, oid: number): void {
    this.send(streams.POS_FLUSH.create({ createdAt, ioId, oid, requestId }));
  }

  eof(ioId: number, oid: number, error: JavaValue = null): void {
    this.send(streams.POS_EOF.create({ createdAt, ioId, oid, requestId, error }));
  }

  unexport(ioId: number, oid: number): void {
    this.send(streams.POS_UNEXPORT.create({ createdAt, ioId, oid }));
  }

  ack(oid: number, size: number): void {
    this.send(streams.POS_ACK.create({ createdAt, oid, size }));
  }
}

/** A stream of the peer's with this id, as it stands in an argument. */
export function peerOutput(streamOid: number): JavaObject {
  return streams.REMOTE_OUTPUT_STREAM.create({}, { streamOid });
}

export function peerWriter(streamOid: number): JavaObject {
  return streams.REMOTE_WRITER.create({}, { streamOid });
}

/** The id in a stream that the channel exported. */
export function oidOf(stream: JavaObject): number {
  const [data] = stream.custom();
  if (!Buffer.isBuffer(data)) throw new Error('no stream');
  return data.readInt32BE(data.length - 4);
}
