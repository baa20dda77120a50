/**
 * Streams between the two ends: the objects that stand for one in a payload, and the commands that move its bytes.
 *
 *     in a payload                  custom data                      who moves the bytes
 *     RemoteOutputStream            int oid                          reader of the object sends Chunk/Flush/EOF/Unexport to oid
 *     RemoteWriter                  int oid                          the same with the ProxyWriter commands
 *     RemoteInputStream, lazy       boolean false, int oid           reader of the object sends ProxyInputStream$Chunk requests
 *     RemoteInputStream, greedy     boolean true, Pipe object        owner pumps into the pipe
 *     Pipe, its writer is remote    boolean true, int oid            reader of the object writes to oid
 *     Pipe, its reader is remote    boolean false, int oidRos        reader of the object exports a sink and sends Pipe$ConnectCommand
 */
import { declareClass } from '../../serial/declare.js';
import type { CustomItem } from '../../serial/model.js';
import { COMMAND, REQUEST } from './command-classes.js';

export const POS_CHUNK = declareClass({
  name: 'hudson.remoting.ProxyOutputStream$Chunk',
  suid: 1n,
  fields: { ioId: 'I', oid: 'I', requestId: 'I', buf: '[B' },
  superclass: COMMAND,
});

export const POS_FLUSH = declareClass({
  name: 'hudson.remoting.ProxyOutputStream$Flush',
  suid: 1n,
  fields: { ioId: 'I', oid: 'I', requestId: 'I' },
  superclass: COMMAND,
});

export const POS_EOF = declareClass({
  name: 'hudson.remoting.ProxyOutputStream$EOF',
  suid: 1n,
  fields: { ioId: 'I', oid: 'I', requestId: 'I', error: 'Ljava/lang/Throwable;' },
  superclass: COMMAND,
});

export const POS_UNEXPORT = declareClass({
  name: 'hudson.remoting.ProxyOutputStream$Unexport',
  suid: 1n,
  fields: { ioId: 'I', oid: 'I' },
  superclass: COMMAND,
});

/** Owner of the stream to its writer: `size` bytes were taken, the window opens again by as much. */
export const POS_ACK = declareClass({
  name: 'hudson.remoting.ProxyOutputStream$Ack',
  suid: 1n,
  fields: { oid: 'I', size: 'I' },
  superclass: COMMAND,
});

/** Owner of the stream to its writer: nobody reads any more. */
export const POS_NOTIFY_DEAD_WRITER = declareClass({
  name: 'hudson.remoting.ProxyOutputStream$NotifyDeadWriter',
  suid: 1n,
  fields: { oid: 'I' },
  superclass: COMMAND,
});

export const PW_CHUNK = declareClass({
  name: 'hudson.remoting.ProxyWriter$Chunk',
  suid: 1n,
  fields: { ioId: 'I', oid: 'I', buf: '[C' },
  superclass: COMMAND,
});

export const PW_FLUSH = declareClass({
  name: 'hudson.remoting.ProxyWriter$Flush',
  suid: 1n,
  fields: { ioId: 'I', oid: 'I' },
  superclass: COMMAND,
});

export const PW_EOF = declareClass({
  name: 'hudson.remoting.ProxyWriter$EOF',
  suid: 1n,
  fields: { ioId: 'I', oid: 'I' },
  superclass: COMMAND,
});

export const PW_UNEXPORT = declareClass({
  name: 'hudson.remoting.ProxyWriter$Unexport',
  suid: 1n,
  fields: { ioId: 'I', oid: 'I' },
  superclass: COMMAND,
});

export const PW_ACK = declareClass({
  name: 'hudson.remoting.ProxyWriter$Ack',
  suid: 1n,
  fields: { oid: 'I', size: 'I' },
  superclass: COMMAND,
});

export const PW_NOTIFY_DEAD_WRITER = declareClass({
  name: 'hudson.remoting.ProxyWriter$NotifyDeadWriter',
  suid: 1n,
  fields: { oid: 'I' },
  superclass: COMMAND,
});

/** Asks for up to `len` bytes; a request, answered by a Response that holds a Buffer. */
export const PIS_CHUNK = declareClass({
  name: 'hudson.remoting.ProxyInputStream$Chunk',
  suid: 1n,
  fields: { len: 'I', oid: 'I' },
  superclass: REQUEST,
});

/** `len` bytes of `buf` are data, -1 at the end of the stream; buf has the length that was asked for. */
export const PIS_BUFFER = declareClass({
  name: 'hudson.remoting.ProxyInputStream$Buffer',
  suid: 1n,
  fields: { len: 'I', buf: '[B' },
});

/** Closes the stream that was being read. */
export const PIS_EOF = declareClass({
  name: 'hudson.remoting.ProxyInputStream$EOF',
  suid: 1n,
  fields: { oid: 'I' },
  superclass: COMMAND,
});

/** Connects the writer behind oidRos to the sink oidPos that the reader has just exported. */
export const PIPE_CONNECT = declareClass({
  name: 'hudson.remoting.Pipe$ConnectCommand',
  suid: 0x815037112881f524n - (1n << 64n),
  fields: { oidPos: 'I', oidRos: 'I' },
  superclass: COMMAND,
});

export const REMOTE_OUTPUT_STREAM = declareClass({
  name: 'hudson.remoting.RemoteOutputStream',
  suid: 1n,
  custom: ({ streamOid }) => [int(streamOid as number)],
});

export const REMOTE_WRITER = declareClass({
  name: 'hudson.remoting.RemoteWriter',
  suid: 1n,
  custom: ({ streamOid }) => [int(streamOid as number)],
});

/** Lazy form; its declared fields are never written (the writer knows the class). */
export const REMOTE_INPUT_STREAM = declareClass({
  name: 'hudson.remoting.RemoteInputStream',
  suid: 1n,
  fields: { autoUnexport: 'Z', greedy: 'Z' },
  custom: ({ streamOid }) => [Buffer.concat([Buffer.from([0]), int(streamOid as number)])],
});

/** Pipe whose `remoteWriter` end is with the reader of the object; its declared fields are never written. */
export const PIPE = declareClass({
  name: 'hudson.remoting.Pipe',
  suid: 1n,
  fields: { in: 'Ljava/io/InputStream;', out: 'Ljava/io/OutputStream;' },
  custom: ({ remoteWriter, streamOid }): CustomItem[] => [
    Buffer.concat([Buffer.from([remoteWriter === true ? 1 : 0]), int(streamOid as number)]),
  ],
});

function int(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}
