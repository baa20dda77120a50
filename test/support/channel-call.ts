/**
 * A call over two real channels joined in memory: what a callable gets is what the agent's channel gives it, with windows, acks
 * and order, and what a test sees is what arrives at the controller's.
 *
 *     const call = new ChannelCall();
 *     const out = call.newOutput();
 *     await runClass(SOME.create({ out: out.value }), call);
 *     expect(out.text()).toBe('...');
 *
 * A test that does itself what a callable would do uses the call as a callable's context, and waits with `arrived` for what it
 * has written.
 */
import type { CallableContext } from '../../src/callables/callable.js';
import { callableHandler } from '../../src/callables/dispatch.js';
import { loadClasses } from '../../src/callables/lookup.js';
import type { AgentServices } from '../../src/callables/services.js';
import { JavaError } from '../../src/java/java-error.js';
import type { ByteSink, CallChannel, ExportedObject } from '../../src/remoting/call.js';
import type { RemoteInput, RemoteObject, RemoteOutput, RemoteTextOutput } from '../../src/remoting/call.js';
import { Channel } from '../../src/remoting/channel.js';
import { exportInput, exportObject, exportOutput, exportWriter, ObjectExport } from '../../src/remoting/exports.js';
import { exceptionResponseToError } from '../../src/remoting/failure.js';
import { decodePayload } from '../../src/remoting/payload.js';
import { RunningCall } from '../../src/remoting/running-call.js';
import { readProxy } from '../../src/remoting/wire/proxy-class.js';
import { JavaObject } from '../../src/serial/model.js';
import type { JavaArray, JavaValue } from '../../src/serial/model.js';
import { readObject } from '../../src/serial/reader.js';
import { RemoteObject as ExportedByAgent } from '../../tools/controller/calls/remote-method.js';
import { agentServices } from './agent-services.js';
import { RecordingLogger } from './channel-pair.js';
import { ControllerOutput } from './controller-output.js';
import { memoryTransports } from './memory-transport.js';
import type { MemoryTransport } from './memory-transport.js';

/** A dispatcher loads what a request names; for tests in the place of a callable there is what most of them read. */
await loadClasses([
  'hudson.util.StreamTaskListener',
  'org.jenkinsci.plugins.workflow.log.BufferedBuildListener$Replacement',
  'org.jenkinsci.plugins.workflow.steps.durable_task.DurableTaskStep$Execution$NewlineSafeTaskListener',
]);

const NO_REFS = { streams: [], proxies: [], loaders: [], classNames: [] };

type ProxyHandler = (method: string, args: readonly JavaValue[]) => JavaValue | Promise<JavaValue>;

/** A stream of the controller's that is read. */
export interface ControllerInput {
  readonly value: JavaObject;
  /** Whether its reader has ended it, or read it to its end. */
  cancelled: boolean;
}

/** An object of the controller's. */
export interface ControllerObject {
  readonly value: JavaObject;
  readonly calls: { readonly method: string; readonly args: readonly JavaValue[] }[];
  released: boolean;
}

export class ChannelCall implements CallableContext {
  readonly agent: AgentServices;
  /** Callables that were called at the controller. */
  readonly called: JavaObject[] = [];
  /** What the controller answers them with. */
  answerCall: (callable: JavaObject) => JavaValue | Promise<JavaValue> = () => null;
  readonly #controller: Channel;
  readonly #atController: RunningCall;
  readonly #agentChannel: Channel;
  /** The controller's end, and the agent's. */
  readonly #toAgent: MemoryTransport;
  readonly #transport: MemoryTransport;
  readonly #own: RunningCall;
  readonly #abort = new AbortController();
  readonly #outputs: ControllerOutput[] = [];

  /** @param loader what the controller's class loader answers, by method; default: null */
  constructor(agent: Partial<AgentServices> = {}, loader: ProxyHandler = () => null) {
    this.agent = agentServices(agent);
    const [toAgent, toController] = memoryTransports();
    this.#toAgent = toAgent;
    this.#transport = toController;
    const classLoader: ExportedObject = {
      interfaces: ['hudson.remoting.RemoteClassLoader$IClassLoader'],
      invoke: (method, _types, args) => loader(method, args),
    };
    const handler = (callable: JavaValue): JavaValue | Promise<JavaValue> => {
      if (!(callable instanceof JavaObject)) throw new Error('no callable');
      this.called.push(callable);
      return this.answerCall(callable);
    };
    this.#controller = new Channel({
      name: 'agent',
      transport: toAgent,
      logger: new RecordingLogger(),
      handler,
      classLoader,
    });
    this.#agentChannel = new Channel({
      name: 'controller',
      transport: toController,
      logger: this.agent.logger,
      handler: callableHandler(this.agent),
    });
    this.#own = new RunningCall(this.#agentChannel, this.#agentChannel, 'a call', NO_REFS, null);
    this.#atController = new RunningCall(this.#controller, this.#controller, 'a test', NO_REFS, null);
  }

  /** Calls a callable as a controller does, and waits until the agent is done with it, also when it was cancelled. */
  async run(request: JavaObject): Promise<JavaValue> {
    const first = this.#toAgent.sent.length;
    // One that is cancelled already is cancelled as soon as it is sent.
    const abort = new AbortController();
    const cancel = (): void => abort.abort(this.#abort.signal.reason);
    try {
      const answer = this.#controller.call(request, 'a call', abort.signal);
      if (this.#abort.signal.aborted) cancel();
      else this.#abort.signal.addEventListener('abort', cancel);
      return await answer;
    } catch (error) {
      if (error !== this.#abort.signal.reason) throw error;
      await this.#answered();
      return this.#answerTo(readObject(this.#toAgent.sent[first] ?? Buffer.alloc(0)));
    } finally {
      await this.#answered();
    }
  }

  /** What the agent answers to a request that nobody waits for any more. */
  #answerTo(request: JavaValue): JavaValue {
    const id = (request as JavaObject).get('id');
    const answers = this.#transport.sent.map((bytes) => readObject(bytes) as JavaObject);
    const answer = answers.find((sent) => sent.className === 'hudson.remoting.Response' && sent.get('id') === id);
    const value = answer?.get('returnValue');
    if (!(value instanceof JavaObject)) throw new Error('the request was not answered');
    if (value.className.endsWith('$ExceptionResponse')) throw exceptionResponseToError(value);
    return decodePayload((value.get('response') as JavaArray).elements as Buffer);
  }

  /** Resolves when the agent has done what was asked of it, and the controller has what came of it. */
  async #answered(): Promise<void> {
    if (!this.#controller.closed.aborted) await this.#ask(this.#controller);
    for (const output of this.#outputs) output.answered = true;
    await this.#agentChannel.incoming.settled();
    await this.arrived();
  }

  /** Interrupts what runs, as a Request$Cancel does. */
  cancel(): void {
    const reason = new JavaError('java.lang.InterruptedException', null);
    this.#abort.abort(reason);
    this.#own.cancel(reason);
  }

  /** The controller is gone. */
  async endChannel(): Promise<void> {
    this.cancel();
    await this.#controller.close();
  }

  /** Resolves when the controller has everything that was written so far. */
  async arrived(): Promise<void> {
    if (!this.#agentChannel.closed.aborted) await this.#ask(this.#agentChannel);
  }

  /** Asks the peer for something: it answers when the stream operations before it are done. */
  async #ask(channel: Channel): Promise<void> {
    await channel.invoke(1, 'hudson.remoting.IChannel', 'getProperty', ['java.lang.Object'], ['anything']);
  }

  /** An OutputStream of the controller's, to be passed as `newOutput().value`. */
  newOutput(): ControllerOutput {
    const output = new ControllerOutput(this.#transport);
    output.value = exportOutput(this.#controller, output);
    this.#outputs.push(output);
    return output;
  }

  /** Makes a stream that a recorded request names one of this controller's, and keeps what is written to it. */
  adoptOutput(recorded: JavaObject): ControllerOutput {
    const output = this.newOutput();
    recorded.parts.splice(0, recorded.parts.length, ...output.value.parts);
    return output;
  }

  newWriter(): ControllerOutput {
    const output = new ControllerOutput(this.#transport);
    output.value = exportWriter(this.#controller, output);
    this.#outputs.push(output);
    return output;
  }

  newInput(pieces: Iterable<Buffer> | AsyncIterable<Buffer>): ControllerInput {
    let cancelled = false;
    async function* source(): AsyncGenerator<Buffer, void> {
      try {
        yield* pieces;
      } finally {
        cancelled = true;
      }
    }
    return {
      value: exportInput(this.#controller, source()),
      get cancelled() {
        return cancelled;
      },
    };
  }

  newProxy(interfaces: readonly string[], handler: ProxyHandler): ControllerObject {
    const calls: { method: string; args: readonly JavaValue[] }[] = [];
    const made = {
      calls,
      released: false,
      interfaces,
      invoke: (method: string, _types: readonly string[], args: readonly JavaValue[]) => {
        calls.push({ method, args });
        return handler(method, args);
      },
    };
    const target: ExportedObject = { ...made, released: () => (made.released = true) };
    return Object.assign(made, { value: exportObject(this.#controller, target) });
  }

  /** What the callable exported as this value, as the controller has it. */
  exportedObject(value: JavaValue | undefined): ExportedByAgent {
    return ExportedByAgent.of(this.#controller, value ?? null, readProxy(value)?.interfaces[0] ?? '');
  }

  /** Each write resolves when the agent has taken it, and fails as it has failed there. */
  exportedSink(value: JavaValue | undefined): ByteSink {
    const output = this.#atController.output(value);
    return {
      write: async (bytes) => {
        await output.write(bytes);
        await output.delivered();
      },
      end: async (error) => {
        output.close(error);
        await this.#ask(this.#controller);
      },
    };
  }

  exportedSource(value: JavaValue | undefined): RemoteInput {
    return this.#atController.input(value);
  }

  /** Invokes a method of an object that the callable exported; all that was printed meanwhile has arrived when it is answered. */
  async invokeExported(
    value: JavaValue | undefined,
    method: string,
    args: readonly JavaValue[] = [],
    types: readonly string[] = [],
  ): Promise<JavaValue> {
    try {
      return await this.exportedObject(value).invokeWith(method, types, args, this.#abort.signal);
    } finally {
      await this.#answered();
    }
  }

  // What a callable has of its call, for tests in its place.

  get signal(): AbortSignal {
    return this.#own.signal;
  }

  get description(): string {
    return this.#own.description;
  }

  get channel(): CallChannel {
    return this.#agentChannel;
  }

  get classLoader(): number | null {
    return this.#own.classLoader;
  }

  get classNames(): readonly string[] {
    return this.#own.classNames;
  }

  output(value: JavaValue | undefined): RemoteOutput {
    return this.#own.output(value);
  }

  writer(value: JavaValue | undefined): RemoteTextOutput {
    return this.#own.writer(value);
  }

  input(value: JavaValue | undefined): RemoteInput {
    return this.#own.input(value);
  }

  proxy(value: JavaValue | undefined): RemoteObject {
    return this.#own.proxy(value);
  }

  /** Also of a proxy that has not gone home. */
  ownObject(value: JavaValue | undefined): ExportedObject | undefined {
    const entry = this.#agentChannel.exports.get(readProxy(value)?.oid ?? -1);
    return entry instanceof ObjectExport ? entry.target : undefined;
  }

  export(target: ExportedObject): JavaObject {
    return this.#own.export(target);
  }

  exportOutput(sink: ByteSink): JavaObject {
    return this.#own.exportOutput(sink);
  }

  exportInput(source: AsyncIterable<Buffer>): JavaObject {
    return this.#own.exportInput(source);
  }

  exportPipe(source: AsyncIterable<Buffer>): JavaObject {
    return this.#own.exportPipe(source);
  }

  follow(output: RemoteOutput | RemoteTextOutput): void {
    this.#own.follow(output);
  }

  beforeAnswer(finish: () => Promise<void>): void {
    this.#own.beforeAnswer(finish);
  }

  /** What happens when the callable has ended, before it is answered. */
  async finish(): Promise<void> {
    await this.#own.written();
    await this.arrived();
  }
}
