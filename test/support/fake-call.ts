/**
 * A Call without a channel: it makes stand-ins for what a controller would send, and keeps what is written to them.
 *
 *     const call = new FakeCall();
 *     const out = call.newOutput();
 *     await someCallable.run(SOME.create({ out: out.value }), call);
 *     expect(out.text()).toBe('...');
 */
import type { CallableContext } from '../../src/callables/callable.js';
import type { AgentServices } from '../../src/callables/services.js';
import { JavaError } from '../../src/java/java-error.js';
import type { ByteSink, CallChannel, ExportedObject, OutputProgress } from '../../src/remoting/call.js';
import type { RemoteInput, RemoteObject, RemoteOutput, RemoteTextOutput } from '../../src/remoting/call.js';
import { declareClass } from '../../src/serial/declare.js';
import { JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { loadClasses } from '../../src/callables/lookup.js';
import { agentServices } from './agent-services.js';

/** A dispatcher loads what a request names; callables that are run without one get what most of them read. */
await loadClasses([
  'hudson.FilePath$Archive',
  'hudson.FilePath$Exists',
  'hudson.util.StreamTaskListener',
  'org.jenkinsci.plugins.workflow.log.BufferedBuildListener$Replacement',
  'org.jenkinsci.plugins.workflow.steps.durable_task.DurableTaskStep$Execution$NewlineSafeTaskListener',
]);

const OUTPUT = declareClass({ name: 'hudson.remoting.RemoteOutputStream', suid: -1n });
const WRITER = declareClass({ name: 'hudson.remoting.RemoteWriter', suid: -1n });
const INPUT = declareClass({ name: 'hudson.remoting.RemoteInputStream', suid: 1n });
const PROXY = declareClass({ name: 'hudson.remoting.RemoteInvocationHandler', suid: 1n });
const EXPORTED = declareClass({ name: 'test.Exported', suid: 1n });

/** What happened to a stream of the controller's. */
abstract class FakeStream {
  retained = false;
  released = false;
  closed = false;
  closeError: Error | undefined;
  flushes = 0;

  constructor(readonly value: JavaObject) {}

  flush(): void {
    this.flushes++;
  }

  delivered(): Promise<void> {
    return Promise.resolve();
  }

  handedOver(): Promise<void> {
    return Promise.resolve();
  }

  close(error?: Error): void {
    this.closed = true;
    this.closeError = error;
  }

  release(): void {
    this.released = true;
  }

  retain(): this {
    this.retained = true;
    return this;
  }
}

export class FakeOutput extends FakeStream implements RemoteOutput {
  readonly chunks: Buffer[] = [];
  /** Replaces what a write does after its bytes are kept: to wait, or to fail. */
  onWrite: (bytes: Buffer) => Promise<void> = () => Promise.resolve();

  write(bytes: Buffer): Promise<void> {
    if (this.closed || this.released)
      return Promise.reject(new JavaError('java.io.IOException', 'stream is already closed'));
    this.chunks.push(Buffer.from(bytes));
    return this.onWrite(bytes);
  }

  /** Every byte is taken at once. */
  get progress(): OutputProgress {
    const sent = this.bytes().length;
    return { sent, acknowledged: sent };
  }

  bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  text(): string {
    return this.bytes().toString('utf8');
  }
}

export class FakeTextOutput extends FakeStream implements RemoteTextOutput {
  readonly chunks: string[] = [];

  write(text: string): Promise<void> {
    this.chunks.push(text);
    return Promise.resolve();
  }

  text(): string {
    return this.chunks.join('');
  }
}

export class FakeInput implements RemoteInput {
  retained = false;
  cancelled = false;

  constructor(
    readonly value: JavaObject,
    private readonly pieces: Iterable<Buffer> | AsyncIterable<Buffer>,
  ) {}

  cancel(): void {
    this.cancelled = true;
  }

  retain(): this {
    this.retained = true;
    return this;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Buffer> {
    try {
      for await (const piece of this.pieces) {
        if (this.cancelled) return;
        yield piece;
      }
    } finally {
      this.cancel();
    }
  }
}

type ProxyHandler = (method: string, args: readonly JavaValue[]) => JavaValue | Promise<JavaValue>;

export class FakeProxy implements RemoteObject {
  readonly oid = 1;
  readonly calls: { method: string; args: readonly JavaValue[] }[] = [];
  retained = false;
  released = false;

  constructor(
    readonly value: JavaObject,
    readonly interfaces: readonly string[],
    private readonly handler: ProxyHandler,
  ) {}

  async invoke(
    _class: string,
    method: string,
    _types: readonly string[],
    args: readonly JavaValue[],
  ): Promise<JavaValue> {
    this.calls.push({ method, args });
    return this.handler(method, args);
  }

  release(): void {
    this.released = true;
  }

  retain(): this {
    this.retained = true;
    return this;
  }
}

export class FakeCall implements CallableContext {
  readonly description = 'a call';
  readonly agent: AgentServices;
  readonly classLoader: number | null = null;
  /** Set by tests that pass objects of classes to what they call. */
  classNames: readonly string[] = [];
  readonly channel: CallChannel;
  /** Streams that the answer waits for, in the order of the calls of `follow`. */
  readonly followed: (RemoteOutput | RemoteTextOutput)[] = [];
  /** Callables that were called at the controller. */
  readonly called: JavaObject[] = [];
  /** What the controller answers them with. */
  answerCall: (callable: JavaObject) => JavaValue | Promise<JavaValue> = () => null;
  readonly #finishers: (() => Promise<void>)[] = [];
  readonly #abort = new AbortController();
  readonly #closed = new AbortController();
  readonly #known = new Map<JavaObject, FakeOutput | FakeTextOutput | FakeInput | FakeProxy>();
  readonly #exports = new Map<JavaObject, ExportedObject | ByteSink | AsyncIterable<Buffer>>();

  constructor(agent: Partial<AgentServices> = {}) {
    this.agent = agentServices(agent);
    this.channel = {
      name: 'fake',
      closed: this.#closed.signal,
      endsOrderly: false,
      properties: new Map(),
      dumpExports: () => '',
      runningRequests: () => [{ id: 1, description: this.description }],
      invoke: () => Promise.reject(new Error('this channel is a fake')),
      ping: () => Promise.reject(new Error('this channel is a fake')),
      call: (callable) => {
        this.called.push(callable);
        return Promise.resolve(callable).then((one) => this.answerCall(one));
      },
      close: () => Promise.resolve(this.endChannel()),
    };
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** What Request$Cancel does. */
  cancel(): void {
    this.#abort.abort(new JavaError('java.lang.InterruptedException', null));
  }

  endChannel(): void {
    this.cancel();
    this.#closed.abort(new JavaError('java.io.IOException', 'the channel is closed'));
  }

  /** An OutputStream of the controller's, to be passed as `newOutput().value`. */
  newOutput(): FakeOutput {
    return this.#remember(new FakeOutput(OUTPUT.create({})));
  }

  /** Keeps what is written to a RemoteOutputStream that comes from elsewhere: out of a recording. */
  adoptOutput(value: JavaObject): FakeOutput {
    return this.#remember(new FakeOutput(value));
  }

  newWriter(): FakeTextOutput {
    return this.#remember(new FakeTextOutput(WRITER.create({})));
  }

  newInput(pieces: Iterable<Buffer> | AsyncIterable<Buffer>): FakeInput {
    return this.#remember(new FakeInput(INPUT.create({}), pieces));
  }

  newProxy(interfaces: readonly string[], handler: ProxyHandler): FakeProxy {
    return this.#remember(new FakeProxy(PROXY.create({}), interfaces, handler));
  }

  ownObject(value: JavaValue | undefined): ExportedObject | undefined {
    const found = value instanceof JavaObject ? this.#exports.get(value) : undefined;
    return found && 'invoke' in found ? found : undefined;
  }

  /** What the callable exported as this value. */
  exported(value: JavaValue | undefined): ExportedObject | ByteSink | AsyncIterable<Buffer> {
    const found = value instanceof JavaObject ? this.#exports.get(value) : undefined;
    if (!found) throw new Error('that is nothing that was exported');
    return found;
  }

  /** Invokes a method of an object that the callable exported. */
  async invokeExported(
    value: JavaValue | undefined,
    method: string,
    args: readonly JavaValue[] = [],
  ): Promise<JavaValue> {
    return (this.exported(value) as ExportedObject).invoke(method, [], args, this);
  }

  output(value: JavaValue | undefined): FakeOutput {
    return this.#find(value, FakeOutput);
  }

  writer(value: JavaValue | undefined): FakeTextOutput {
    return this.#find(value, FakeTextOutput);
  }

  input(value: JavaValue | undefined): FakeInput {
    return this.#find(value, FakeInput);
  }

  proxy(value: JavaValue | undefined): FakeProxy {
    return this.#find(value, FakeProxy);
  }

  export(target: ExportedObject): JavaObject {
    return this.#export(target);
  }

  exportOutput(sink: ByteSink): JavaObject {
    return this.#export(sink);
  }

  exportInput(source: AsyncIterable<Buffer>): JavaObject {
    return this.#export(source);
  }

  exportPipe(source: AsyncIterable<Buffer>): JavaObject {
    return this.#export(source);
  }

  beforeAnswer(finish: () => Promise<void>): void {
    this.#finishers.push(finish);
  }

  /** What happens when the callable has ended, before it is answered. */
  async finish(): Promise<void> {
    for (const finish of this.#finishers.splice(0)) await finish();
  }

  follow(output: RemoteOutput | RemoteTextOutput): void {
    this.followed.push(output);
  }

  #remember<T extends FakeOutput | FakeTextOutput | FakeInput | FakeProxy>(made: T): T {
    this.#known.set(made.value, made);
    return made;
  }

  #find<T>(value: JavaValue | undefined, kind: new (...args: never[]) => T): T {
    const found = value instanceof JavaObject ? this.#known.get(value) : undefined;
    if (found instanceof kind) return found;
    throw new JavaError('java.io.InvalidObjectException', `expected a ${kind.name}`);
  }

  #export(target: ExportedObject | ByteSink | AsyncIterable<Buffer>): JavaObject {
    const value = EXPORTED.create({});
    this.#exports.set(value, target);
    return value;
  }
}
