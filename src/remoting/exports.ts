/** Exporting things of ours: each function adds one reference and returns what goes into a payload. */
import type { JavaObject, JavaValue } from '../serial/model.js';
import type { ByteSink, Call, ExportedObject } from './call.js';
import type { Export } from './export-table.js';
import { ExportedSink } from './exported-sink.js';
import type { SinkReplies } from './exported-sink.js';
import { ExportedSource } from './exported-source.js';
import { commandSource } from './failure.js';
import type { Link } from './link.js';
import { makeProxy } from './wire/proxy-class.js';
import * as wire from './wire/stream-classes.js';

/** The entry of an object whose methods the peer may call. */
export class ObjectExport implements Export {
  constructor(readonly target: ExportedObject) {}

  invoke(
    method: string,
    types: readonly string[],
    args: readonly JavaValue[],
    call: Call,
  ): Promise<JavaValue> | JavaValue {
    return this.target.invoke(method, types, args, call);
  }

  describe(): string {
    const what = this.target.describe?.();
    return this.target.interfaces.join(', ') + (what === undefined ? '' : ` (${what})`);
  }

  removed(): void {
    this.target.released?.();
  }
}

/** Exports an object as a java.lang.reflect.Proxy over its interfaces. */
export function exportObject(link: Link, target: ExportedObject): JavaObject {
  const oid = link.exports.add(target, () => new ObjectExport(target));
  return makeProxy(oid, target.interfaces, true);
}

/** Exports a sink as a RemoteOutputStream. */
export function exportOutput(link: Link, sink: ByteSink): JavaObject {
  return wire.REMOTE_OUTPUT_STREAM.create({}, { streamOid: exportSink(link, sink) });
}

/** Exports a sink of UTF-8 text as a RemoteWriter. */
export function exportWriter(link: Link, sink: ByteSink): JavaObject {
  const streamOid = link.exports.add(sink, (oid) => new ExportedSink(sink, writerReplies(link, oid)));
  return wire.REMOTE_WRITER.create({}, { streamOid });
}

/** Exports a sink as the writing end of a Pipe (Pipe.createRemoteToLocal). */
export function exportPipeWriter(link: Link, sink: ByteSink): JavaObject {
  return wire.PIPE.create({ in: null, out: null }, { remoteWriter: true, streamOid: exportSink(link, sink) });
}

/** Exports a source as a lazy RemoteInputStream. */
export function exportInput(link: Link, source: AsyncIterable<Buffer>): JavaObject {
  const streamOid = link.exports.add(source, () => new ExportedSource(source));
  return wire.REMOTE_INPUT_STREAM.create({ autoUnexport: false, greedy: false }, { streamOid });
}

/** Exports a sink; returns its oid. */
export function exportSink(link: Link, sink: ByteSink): number {
  return link.exports.add(sink, (oid) => new ExportedSink(sink, streamReplies(link, oid)));
}

function streamReplies(link: Link, oid: number): SinkReplies {
  return {
    ack: (size) => link.send(wire.POS_ACK.create({ createdAt: null, oid, size })),
    dead: (cause) => link.send(wire.POS_NOTIFY_DEAD_WRITER.create({ createdAt: commandSource(cause), oid })),
  };
}

function writerReplies(link: Link, oid: number): SinkReplies {
  return {
    ack: (size) => link.send(wire.PW_ACK.create({ createdAt: null, oid, size })),
    dead: (cause) => link.send(wire.PW_NOTIFY_DEAD_WRITER.create({ createdAt: commandSource(cause), oid })),
  };
}
