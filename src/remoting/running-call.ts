/**
 * A request of the peer's while it runs: its cancellation and everything that the peer exported for it. Streams and proxies
 * that nobody retained are given back when the request has been answered, claimed or not: an unclaimed pipe would
 * otherwise leave a thread of the peer's waiting for ever.
 */
import { JavaError, ioError } from '../java/java-error.js';
import type { JavaObject, JavaValue } from '../serial/model.js';
import type { ByteSink, Call, CallChannel, ExportedObject } from './call.js';
import type { RemoteInput, RemoteObject, RemoteOutput, RemoteTextOutput } from './call.js';
import { later } from './counter.js';
import { ObjectExport, exportInput, exportObject, exportOutput, exportSink } from './exports.js';
import { LazyInput } from './lazy-input.js';
import type { Link } from './link.js';
import { BYTE_PIPE, CHAR_PIPE } from './pipe-commands.js';
import { PipeInput } from './pipe-input.js';
import { PipeOutput } from './pipe-output.js';
import { exportPipeReader } from './pipe-pump.js';
import { RemoteProxy } from './remote-proxy.js';
import { readStreamRef } from './remote-refs.js';
import type { RemoteRefs } from './remote-refs.js';
import { readProxy } from './wire/proxy-class.js';
import { PIPE_CONNECT } from './wire/stream-classes.js';

type Output = PipeOutput<Buffer> | PipeOutput<string>;
type Input = PipeInput | LazyInput;

export class RunningCall implements Call {
  readonly #abort = new AbortController();
  readonly #outputs = new Map<JavaObject, Output>();
  readonly #inputs = new Map<JavaObject, Input>();
  readonly #proxies = new Map<JavaObject, RemoteProxy>();
  readonly #finishers: (() => Promise<void>)[] = [];
  #lastIoId = 0;
  #settled = false;

  constructor(
    private readonly link: Link,
    readonly channel: CallChannel,
    readonly description: string,
    private readonly refs: RemoteRefs,
    readonly classLoader: number | null,
  ) {}

  get classNames(): readonly string[] {
    return this.refs.classNames;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /**
   * Number of the last stream operation that the peer must finish before it takes the answer: of those streams that end with
   * the call, and of those that it follows.
   */
  get lastIoId(): number {
    let last = this.#lastIoId;
    for (const output of this.#outputs.values()) if (!output.retained) last = later(last, output.lastIoId);
    return last;
  }

  /** What came and went through the streams among the arguments, in bytes or chars. */
  get streamed(): { readonly received: number; readonly sent: number } {
    let [received, sent] = [0, 0];
    for (const input of this.#inputs.values()) received += input.received;
    for (const output of this.#outputs.values()) sent += output.progress.sent;
    return { received, sent };
  }

  cancel(reason: Error): void {
    this.#abort.abort(reason);
  }

  output(value: JavaValue | undefined): RemoteOutput {
    return this.#claimOutput(
      value,
      ['output', 'pipeWriter'],
      (oid) => new PipeOutput(this.link, oid, BYTE_PIPE, this.signal),
    );
  }

  writer(value: JavaValue | undefined): RemoteTextOutput {
    return this.#claimOutput(value, ['writer'], (oid) => new PipeOutput(this.link, oid, CHAR_PIPE, this.signal));
  }

  input(value: JavaValue | undefined): RemoteInput {
    const ref = readStreamRef(value);
    if (ref?.kind !== 'lazyInput' && ref?.kind !== 'pipeReader') throw notA('an InputStream', value);
    const object = value as JavaObject;
    const known = this.#inputs.get(object);
    if (known) return known;
    const input =
      ref.kind === 'lazyInput'
        ? new LazyInput(this.link, ref.oid, this.signal)
        : this.#connectPipe(ref.oid, this.signal);
    this.#inputs.set(object, input);
    return input;
  }

  proxy(value: JavaValue | undefined): RemoteObject {
    const info = readProxy(value);
    if (!info || info.goingHome) throw notA('an exported object', value);
    const object = value as JavaObject;
    const known = this.#proxies.get(object) ?? new RemoteProxy(this.link, this.channel, info);
    this.#proxies.set(object, known);
    return known;
  }

  ownObject(value: JavaValue | undefined): ExportedObject | undefined {
    const info = readProxy(value);
    const entry = info?.goingHome === true ? this.link.exports.get(info.oid) : undefined;
    return entry instanceof ObjectExport ? entry.target : undefined;
  }

  export(target: ExportedObject): JavaObject {
    return exportObject(this.link, target);
  }

  exportOutput(sink: ByteSink): JavaObject {
    return exportOutput(this.link, sink);
  }

  exportInput(source: AsyncIterable<Buffer>): JavaObject {
    return exportInput(this.link, source);
  }

  exportPipe(source: AsyncIterable<Buffer>): JavaObject {
    return exportPipeReader(this.link, source);
  }

  follow(output: RemoteOutput | RemoteTextOutput): void {
    if (output instanceof PipeOutput) this.#lastIoId = later(this.#lastIoId, output.lastIoId);
  }

  beforeAnswer(finish: () => Promise<void>): void {
    this.#finishers.push(finish);
  }

  /**
   * Resolves when everything that the callable wrote, awaited or not, has been sent or has failed. What it goes on writing to
   * streams that it retained is not waited for: the controller may read those only once it has the answer.
   */
  async written(): Promise<void> {
    // One that fails has nobody to tell: the callable has ended already.
    await Promise.allSettled(this.#finishers.splice(0).map((finish) => finish()));
    for (const output of this.#outputs.values()) if (!output.retained) await output.settled();
  }

  /** Gives back whatever was not retained. `error` is how the callable failed, for the readers of its pipes. */
  settle(error: Error | undefined): void {
    for (const stream of this.refs.streams) this.#settleStream(stream, error);
    for (const object of this.refs.proxies) this.#settleProxy(object);
    this.#settled = true;
  }

  /** Forgets the request, which somebody else serves now: nothing of it is given back, but nothing of it is held either. */
  abandon(): void {
    for (const output of this.#outputs.values()) output.abandon();
    this.#settled = true;
  }

  #claimOutput<Data>(
    value: JavaValue | undefined,
    kinds: readonly string[],
    make: (oid: number) => PipeOutput<Data>,
  ): PipeOutput<Data> {
    const ref = readStreamRef(value);
    if (!ref || !kinds.includes(ref.kind)) throw notA('an OutputStream', value);
    const object = value as JavaObject;
    const known = this.#outputs.get(object) ?? (make(ref.oid) as Output);
    // What a callable takes of later messages is its own: a port may see thousands of them.
    if (!this.#settled) this.#outputs.set(object, known);
    return known as PipeOutput<Data>;
  }

  /** Exports our end of a pipe and has the peer's writer connected to it. */
  #connectPipe(oidRos: number, signal: AbortSignal | undefined): PipeInput {
    const input = new PipeInput(signal);
    const oidPos = exportSink(this.link, input);
    this.link.send(PIPE_CONNECT.create({ createdAt: null, oidPos, oidRos }));
    return input;
  }

  #settleStream(stream: JavaObject, error: Error | undefined): void {
    const ref = readStreamRef(stream);
    const claimed = this.#outputs.get(stream) ?? this.#inputs.get(stream);
    if (claimed?.retained === true || !ref) return;
    switch (ref.kind) {
      case 'output':
        this.output(stream).release();
        return;
      case 'writer':
        this.writer(stream).release();
        return;
      case 'pipeWriter':
        this.output(stream).close(error ?? ioError('The writer of the pipe ended without closing it'));
        return;
      case 'lazyInput':
      case 'pipeReader':
        this.input(stream).cancel();
    }
  }

  #settleProxy(object: JavaObject): void {
    const info = readProxy(object);
    if (!info || info.goingHome || info.autoUnexportByCaller) return;
    const claimed = this.#proxies.get(object) ?? new RemoteProxy(this.link, this.channel, info);
    if (!claimed.retained) claimed.release();
  }
}

function notA(what: string, value: JavaValue | undefined): JavaError {
  const is = typeof value === 'object' && value !== null ? value.className : String(value);
  return new JavaError('java.io.InvalidObjectException', `expected ${what} of the controller's, got ${is}`);
}
