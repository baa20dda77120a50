/** One function for each class of command that a peer may send; the table at the end is the whole vocabulary. */
import { JavaError } from '../java/java-error.js';
import { codeUnitsText } from '../serial/code-units.js';
import { JavaArray } from '../serial/model.js';
import type { JavaObject } from '../serial/model.js';
import { bytesField, intField } from './command-fields.js';
import { ExportedSink } from './exported-sink.js';
import { ExportedSource } from './exported-source.js';
import { throwableToError } from './failure.js';
import type { IncomingRequests } from './incoming-requests.js';
import type { Link } from './link.js';
import type { OutgoingRequests } from './outgoing-requests.js';

/** What commands act on. */
export interface CommandTarget extends Link {
  readonly incoming: IncomingRequests;
  readonly outgoing: OutgoingRequests;
  /** Connects a writer of ours, which waits for its reader, to the reader's sink. */
  connectPipe(oidRos: number, oidPos: number): void;
  peerCloses(): void;
}

type Effect = (channel: CommandTarget, command: JavaObject) => Promise<void> | void;

/** Runs a command. Throws on one that is malformed or unknown: the channel logs it and lives on. */
export function executeCommand(channel: CommandTarget, command: JavaObject): Promise<void> | void {
  const effect = EFFECTS.get(command.className);
  if (!effect) throw new Error(`unknown command ${command.className}`);
  return effect(channel, command);
}

async function response(channel: CommandTarget, command: JavaObject): Promise<void> {
  const before = channel.ioOrder.pending(intField(command, 'lastIoId'));
  if (before) await before;
  channel.outgoing.response(intField(command, 'id'), command.get('exception'), command.get('returnValue'));
}

/** A chunk for a stream that is gone gets no acknowledgement, as in Java; its writer was told when it went. */
function streamChunk(channel: CommandTarget, command: JavaObject): void {
  const sink = exportedSink(channel, command);
  const bytes = bytesField(command, 'buf');
  track(channel, command, sink.chunk(bytes, bytes.length));
}

function writerChunk(channel: CommandTarget, command: JavaObject): void {
  const buf = command.get('buf');
  if (!(buf instanceof JavaArray) || !(buf.elements instanceof Uint16Array)) throw new Error('buf is not a char[]');
  track(
    channel,
    command,
    exportedSink(channel, command).chunk(Buffer.from(codeUnitsText(buf.elements)), buf.elements.length),
  );
}

function flush(channel: CommandTarget, command: JavaObject): void {
  track(channel, command, exportedSink(channel, command).flush());
}

/** EOF may be late to the party: one for an unknown stream is ignored. */
function streamEof(channel: CommandTarget, command: JavaObject): void {
  const oid = intField(command, 'oid');
  const sink = channel.exports.get(oid);
  if (!(sink instanceof ExportedSink)) return;
  const error = command.get('error') ?? null;
  const ended = sink.eof(error === null ? undefined : throwableToError(error), () => channel.exports.release(oid));
  track(channel, command, ended);
}

function streamUnexport(channel: CommandTarget, command: JavaObject): void {
  const oid = intField(command, 'oid');
  const sink = channel.exports.get(oid);
  if (sink instanceof ExportedSink)
    track(
      channel,
      command,
      sink.then(() => channel.exports.release(oid)),
    );
}

function ack(channel: CommandTarget, command: JavaObject): void {
  channel.windows.open(intField(command, 'oid'), intField(command, 'size'));
}

/** The cause travels as the cause of createdAt, a Command$Source. */
function notifyDeadWriter(channel: CommandTarget, command: JavaObject): void {
  const createdAt = command.get('createdAt') ?? null;
  const reported = createdAt === null ? undefined : throwableToError(createdAt).cause;
  const cause =
    reported instanceof Error ? reported : new JavaError('hudson.remoting.RemotingSystemException', 'Unknown cause');
  channel.windows.die(intField(command, 'oid'), cause);
}

function inputEof(channel: CommandTarget, command: JavaObject): void {
  const oid = intField(command, 'oid');
  if (channel.exports.get(oid) instanceof ExportedSource) channel.exports.release(oid);
}

function exportedSink(channel: CommandTarget, command: JavaObject): ExportedSink {
  const oid = intField(command, 'oid');
  const sink = channel.exports.get(oid);
  if (sink instanceof ExportedSink) return sink;
  throw new Error(
    `Channel ${channel.name}: Output stream object has been released before sending last chunk for oid=${oid}`,
  );
}

function track(channel: CommandTarget, command: JavaObject, operation: Promise<void> | undefined): void {
  if (operation) channel.ioOrder.track(intField(command, 'ioId'), operation);
}

const EFFECTS: ReadonlyMap<string, Effect> = new Map<string, Effect>([
  ['hudson.remoting.UserRequest', (channel, command) => channel.incoming.userRequest(command)],
  ['hudson.remoting.RemoteInvocationHandler$RPCRequest', (channel, command) => channel.incoming.rpcRequest(command)],
  // Called as one of remoting's own, on an object of user space.
  [
    'hudson.remoting.RemoteInvocationHandler$UserRPCRequest',
    (channel, command) => channel.incoming.rpcRequest(command),
  ],
  ['hudson.remoting.Response', response],
  ['hudson.remoting.Request$Cancel', (channel, command) => channel.incoming.cancel(intField(command, 'id'))],
  ['hudson.remoting.UnexportCommand', (channel, command) => channel.exports.release(intField(command, 'oid'))],
  ['hudson.remoting.Channel$CloseCommand', (channel) => channel.peerCloses()],
  // A request to run the garbage collector: there is nothing that it would free.
  ['hudson.remoting.GCCommand', () => undefined],
  [
    'hudson.remoting.Pipe$ConnectCommand',
    (channel, command) => channel.connectPipe(intField(command, 'oidRos'), intField(command, 'oidPos')),
  ],
  ['hudson.remoting.ProxyOutputStream$Chunk', streamChunk],
  ['hudson.remoting.ProxyOutputStream$Flush', flush],
  ['hudson.remoting.ProxyOutputStream$EOF', streamEof],
  ['hudson.remoting.ProxyOutputStream$Unexport', streamUnexport],
  ['hudson.remoting.ProxyOutputStream$Ack', ack],
  ['hudson.remoting.ProxyOutputStream$NotifyDeadWriter', notifyDeadWriter],
  ['hudson.remoting.ProxyWriter$Chunk', writerChunk],
  ['hudson.remoting.ProxyWriter$Flush', flush],
  ['hudson.remoting.ProxyWriter$EOF', streamEof],
  ['hudson.remoting.ProxyWriter$Unexport', streamUnexport],
  ['hudson.remoting.ProxyWriter$Ack', ack],
  ['hudson.remoting.ProxyWriter$NotifyDeadWriter', notifyDeadWriter],
  ['hudson.remoting.ProxyInputStream$Chunk', (channel, command) => channel.incoming.readRequest(command)],
  ['hudson.remoting.ProxyInputStream$EOF', inputEof],
]);
