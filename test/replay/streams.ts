/** The streams of a replayed conversation: what the agent writes to the controller's, and what it reads from them. */
import { findRemoteRefs, readStreamRef } from '../../src/remoting/remote-refs.js';
import { RESPONSE } from '../../src/remoting/wire/command-classes.js';
import { PIS_BUFFER, POS_ACK, PW_ACK } from '../../src/remoting/wire/stream-classes.js';
import { byteArray } from '../../src/serial/jdk.js';
import { JavaArray } from '../../src/serial/model.js';
import type { JavaObject, JavaValue } from '../../src/serial/model.js';
import type { Difference } from './compare.js';
import { bytesOf } from './trace.js';
import type { TraceLine } from './trace.js';

interface Stream {
  what: string;
  recorded: Buffer[];
  actual: Buffer[];
}

/** Object ids of the controller's streams are the same in the recording and in the replay. */
export class AgentStreams {
  readonly #streams = new Map<number, Stream>();
  /** Sinks for pipes: the controller's writer -> the agent's sink. */
  readonly #recordedSinks = new Map<number, number>();
  readonly #actualSinks = new Map<number, number>();

  /** Notes which request brought the streams in a payload. */
  mention(payload: JavaValue, what: string): void {
    for (const stream of findRemoteRefs(payload).streams) {
      const ref = readStreamRef(stream);
      if (ref) this.#stream(ref.oid).what ||= what;
    }
  }

  /** A command of the official agent's. */
  recorded(kind: string, command: JavaObject): void {
    if (kind === 'Pipe$ConnectCommand') {
      this.#recordedSinks.set(command.get('oidPos') as number, command.get('oidRos') as number);
    } else if (/^Proxy(OutputStream|Writer)\$Chunk$/.test(kind)) {
      this.#stream(command.get('oid') as number).recorded.push(content(command));
    }
  }

  /** A command of our agent's. Returns the acknowledgement for a chunk. */
  actual(command: JavaObject): JavaObject | undefined {
    const oid = command.get('oid') as number;
    switch (command.className) {
      case 'hudson.remoting.Pipe$ConnectCommand':
        this.#actualSinks.set(command.get('oidRos') as number, command.get('oidPos') as number);
        return undefined;
      case 'hudson.remoting.ProxyOutputStream$Chunk':
        this.#stream(oid).actual.push(content(command));
        return POS_ACK.create({ createdAt: null, oid, size: bytesOf(command.get('buf')).length });
      case 'hudson.remoting.ProxyWriter$Chunk': {
        const buf = command.get('buf') as JavaArray;
        this.#stream(oid).actual.push(content(command));
        return PW_ACK.create({ createdAt: null, oid, size: buf.elements.length });
      }
      default:
        return undefined;
    }
  }

  /** Our sink for what the recorded one stands for; waits for our agent to connect it. Undefined when it is no sink. */
  async connected(recordedSink: number, patience: number): Promise<number | undefined> {
    const writer = this.#recordedSinks.get(recordedSink);
    if (writer === undefined) return undefined;
    for (let waited = 0; waited < patience && !this.#actualSinks.has(writer); waited += 5) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this.#actualSinks.get(writer);
  }

  /** Streams whose contents differ, after `normalize`. */
  compare(normalize: (bytes: Buffer) => string): (Difference & { what: string })[] {
    const differences: (Difference & { what: string })[] = [];
    for (const [oid, stream] of this.#streams) {
      const [recorded, actual] = [normalize(Buffer.concat(stream.recorded)), normalize(Buffer.concat(stream.actual))];
      if (recorded !== actual) differences.push({ what: stream.what, path: `stream ${oid}`, recorded, actual });
    }
    return differences;
  }

  #stream(oid: number): Stream {
    const stream = this.#streams.get(oid) ?? { what: '', recorded: [], actual: [] };
    this.#streams.set(oid, stream);
    return stream;
  }
}

/** The controller's streams that the agent reads piece by piece: pieces of other lengths come from the same bytes. */
export class ControllerInputs {
  readonly #contents = new Map<number, Buffer>();

  constructor(trace: readonly TraceLine[]) {
    const reads = new Map<number, number>();
    for (const { from, kind, id, command } of trace) {
      if (from === 'agent' && kind === 'ProxyInputStream$Chunk') {
        reads.set(command.get('id') as number, command.get('oid') as number);
      }
      const oid = from === 'controller' && kind === 'Response' ? reads.get(id) : undefined;
      const buffer = command.get('returnValue') as JavaObject | null;
      const length = buffer?.get('len');
      if (oid === undefined || !buffer || typeof length !== 'number' || length < 0) continue;
      const known = this.#contents.get(oid) ?? Buffer.alloc(0);
      this.#contents.set(oid, Buffer.concat([known, bytesOf(buffer.get('buf')).subarray(0, length)]));
    }
  }

  /** Answers a ProxyInputStream$Chunk of our agent's. */
  read(request: JavaObject): JavaObject {
    const [id, oid, length] = ['id', 'oid', 'len'].map((name) => request.get(name) as number) as [
      number,
      number,
      number,
    ];
    const rest = this.#contents.get(oid) ?? Buffer.alloc(0);
    const part = rest.subarray(0, length);
    this.#contents.set(oid, rest.subarray(part.length));
    const buf = Buffer.alloc(length);
    part.copy(buf);
    const returnValue = PIS_BUFFER.create({ len: part.length || -1, buf: byteArray(buf) });
    return RESPONSE.create({ createdAt: null, id, lastIoId: 0, exception: null, returnValue });
  }
}

function content(chunk: JavaObject): Buffer {
  const buf = chunk.get('buf');
  if (buf instanceof JavaArray && buf.elements instanceof Uint16Array) {
    return Buffer.from(String.fromCharCode(...buf.elements));
  }
  return bytesOf(buf);
}
