/**
 * Running what the peer asks for: user requests (callables and method calls in user space), bare method calls, and reads of
 * exported streams. Every request is answered exactly once, requests run concurrently, and one that fails harms no other.
 */
import { JavaError, ioError } from '../java/java-error.js';
import { byteArray } from '../serial/jdk.js';
import { JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import { orAborted } from './aborted.js';
import type { CallChannel } from './call.js';
import { bytesField, intField, objectArrayField, stringField } from './command-fields.js';
import { ExportedSource } from './exported-source.js';
import { ObjectExport } from './exports.js';
import { errorToThrowable, exceptionResponse, isDefect } from './failure.js';
import type { Link } from './link.js';
import { decodePayload, encodePayload } from './payload.js';
import { PeerClassLoaders } from './peer-class-loaders.js';
import type { ReceivedRequest, Relay } from './relay.js';
import type { RequestObserver } from './request-observer.js';
import { RequestTrace } from './request-trace.js';
import { findRemoteRefs, readStreamRef } from './remote-refs.js';
import type { RemoteRefs } from './remote-refs.js';
import { RunningCall } from './running-call.js';
import { NORMAL_RESPONSE, RESPONSE } from './wire/command-classes.js';
import { readProxy } from './wire/proxy-class.js';
import { PIS_BUFFER } from './wire/stream-classes.js';

/** Runs a callable that is none of remoting's own; throws JavaError. Meets the callables in a registry by class name. */
export type RequestHandler = (callable: JavaValue, call: RunningCall) => Promise<JavaValue> | JavaValue;

/** The answer to a read is padded to the length asked for; a Java peer asks for its buffer's, 8 KiB to a few MiB. */
const MAX_READ_LENGTH = 64 * 1024 * 1024;

/** Java gives each a thread, and its machine has few more; a controller of hundreds of builds has hundreds at one agent. */
export const MAX_RUNNING_REQUESTS = 16_384;

/** Enough to say what happened. */
const MAX_PLAIN_MESSAGE = 2000;

const NO_REFS: RemoteRefs = { streams: [], proxies: [], loaders: [], classNames: [] };

/** One kind of request: what it does, and how its value or its failure travels. */
interface Conduct {
  /** What is asked for: a callable, or the command itself; undefined when it cannot be read. */
  readonly subject: JavaValue | undefined;
  /** Class loaders that the peer exported with it, one reference each. */
  readonly loaders?: readonly number[];
  readonly perform: () => Promise<JavaValue> | JavaValue;
  readonly value: (value: JavaValue) => Result;
  readonly failure: (error: unknown) => Result;
}

/** The two ways in which a Response carries a result; it has one of them. */
interface Result {
  readonly returnValue?: JavaValue;
  readonly exception?: JavaValue;
}

export class IncomingRequests {
  readonly #running = new Map<number, RunningCall>();
  readonly #loaders: PeerClassLoaders;
  #whenIdle: (() => void)[] = [];

  constructor(
    private readonly link: Link,
    private readonly channel: CallChannel,
    private readonly handler: RequestHandler,
    private readonly relay?: Relay,
    private readonly observer?: RequestObserver,
  ) {
    this.#loaders = new PeerClassLoaders((command) => link.send(command));
  }

  /** Number of requests that run now or wait for their turn. */
  get running(): number {
    return this.#running.size;
  }

  /** What runs now, as the peer describes it. */
  descriptions(): { id: number; description: string }[] {
    return [...this.#running].map(([id, { description }]) => ({ id, description }));
  }

  /**
   * hudson.remoting.UserRequest: the callable is a nested stream, and the class loader that comes with it knows the classes
   * that the answer will name.
   */
  async userRequest(command: JavaObject): Promise<void> {
    const loader = loaderOid(command.get('classLoaderProxy'));
    const { callable, refs, unreadable } = readCallable(command);
    const call = new RunningCall(this.link, this.channel, text(command.get('toString')), refs, loader);
    await this.#serve(command, call, {
      subject: callable,
      loaders: loader === null ? refs.loaders : [loader, ...refs.loaders],
      perform: () => {
        if (unreadable) throw unreadable;
        return isRpc(callable) ? this.#invokeExported(callable, call) : this.handler(callable ?? null, call);
      },
      value: (value) => ({
        returnValue: NORMAL_RESPONSE.create({ response: byteArray(encodePayload(value, loader)) }),
      }),
      failure: (error) => ({ returnValue: exceptionResponse(error, loader) }),
    });
  }

  /** A bare RPCRequest: the value travels in the outer stream, a failure in Response.exception. */
  async rpcRequest(command: JavaObject): Promise<void> {
    const call = this.#plainCall(`RPCRequest(${text(command.get('methodName'))})`);
    await this.#serve(command, call, {
      subject: command,
      perform: () => this.#invokeExported(command, call),
      ...OUTER_STREAM,
    });
  }

  /** ProxyInputStream$Chunk: the peer reads a stream of ours. */
  async readRequest(command: JavaObject): Promise<void> {
    const call = this.#plainCall(`ProxyInputStream.Chunk(len=${text(command.get('len'))})`);
    await this.#serve(command, call, {
      subject: command,
      perform: () => this.#readExported(command, call.signal),
      ...OUTER_STREAM,
    });
  }

  /** Request$Cancel. An id that is not known is one that has been answered meanwhile. */
  cancel(id: number): void {
    this.#running.get(id)?.cancel(new JavaError('java.lang.InterruptedException', null));
  }

  /** Resolves when nothing runs: what has been interrupted may still have processes to end. */
  async settled(): Promise<void> {
    if (this.#running.size > 0) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  /** Interrupts everything at the end of the channel. */
  abortAll(reason: Error): void {
    for (const call of this.#running.values()) call.cancel(reason);
  }

  /**
   * Has a request wait for its turn, performs it, and answers: once, whatever happens on the way. Then what the peer exported
   * for it is given back.
   */
  async #serve(command: JavaObject, call: RunningCall, conduct: Conduct): Promise<void> {
    const { subject, loaders = [], perform, value, failure } = conduct;
    const id = intField(command, 'id');
    const request = { command, subject, call };
    let begun = false;
    let failed: unknown;
    let relayed = false;
    const trace = RequestTrace.begin(this.link.logger, id, subject, call.description);
    const observed = this.observer?.begin({ id, subject, description: call.description });
    try {
      await this.#turn(id, command, call);
      // The channel ended while the request waited: nobody is left to answer.
      if (this.link.closed.aborted) return;
      begun = true;
      const result = await perform();
      await call.written();
      this.#respond(id, call.lastIoId, value(result));
      this.relay?.performed(request);
    } catch (thrown) {
      const error = (failed = await this.#failureHere(request, thrown));
      relayed = error === undefined;
      if (relayed) return;
      if (isDefect(error)) this.#logDefect(call, error);
      await call.written();
      // One that has not begun fails below the callable, as in Java.
      this.#respondFailure(id, call, begun ? () => failure(error) : () => OUTER_STREAM.failure(error), error);
    } finally {
      trace?.ended(relayed, failed);
      observed?.({ relayed, error: failed, ...call.streamed });
      if (this.#running.get(id) === call) this.#running.delete(id);
      if (this.#running.size === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
      if (relayed) {
        call.abandon();
      } else {
        call.settle(failed instanceof Error ? failed : undefined);
        // Not before: what the peer exported for a request that is relayed is not ours to give back.
        for (const oid of loaders) this.#loaders.received(oid);
      }
    }
  }

  /** What a request that has failed here is answered with; undefined when somebody else has taken it over. */
  async #failureHere(request: ReceivedRequest, error: unknown): Promise<unknown> {
    if (!this.relay || this.link.closed.aborted) return error;
    try {
      return (await this.relay.takesOver(request, error)) ? undefined : error;
    } catch (failure) {
      return failure;
    }
  }

  /** Registers a request, so that it can be cancelled, and waits for the stream operations that the peer sent before it. */
  async #turn(id: number, command: JavaObject, call: RunningCall): Promise<void> {
    if (this.#running.has(id)) throw ioError(`A request with id ${id} is running already`);
    if (this.#running.size >= MAX_RUNNING_REQUESTS) {
      const full = `${MAX_RUNNING_REQUESTS} requests are running already`;
      throw new JavaError('java.util.concurrent.RejectedExecutionException', full);
    }
    this.#running.set(id, call);
    const before = this.link.ioOrder.pending(intField(command, 'lastIoId'));
    if (before) await orAborted(before, call.signal);
  }

  #plainCall(description: string): RunningCall {
    return new RunningCall(this.link, this.channel, description, NO_REFS, null);
  }

  #invokeExported(request: JavaObject, call: RunningCall): Promise<JavaValue> | JavaValue {
    const oid = intField(request, 'oid');
    const target = this.link.exports.get(oid);
    if (!(target instanceof ObjectExport)) {
      throw new JavaError('java.util.concurrent.ExecutionException', this.#invalidOid(oid));
    }
    const types = objectArrayField(request, 'types').map(String);
    return target.invoke(stringField(request, 'methodName'), types, objectArrayField(request, 'arguments'), call);
  }

  async #readExported(request: JavaObject, signal: AbortSignal): Promise<JavaValue> {
    const oid = intField(request, 'oid');
    const length = intField(request, 'len');
    const source = this.link.exports.get(oid);
    if (!(source instanceof ExportedSource)) throw ioError(this.#invalidOid(oid));
    if (length < 0 || length > MAX_READ_LENGTH) throw ioError(`Cannot read ${length} bytes at once`);
    const part = await source.read(length, signal);
    const buf = Buffer.alloc(length);
    part?.copy(buf);
    return PIS_BUFFER.create({ len: part?.length ?? -1, buf: byteArray(buf) });
  }

  #respond(id: number, lastIoId: number, { exception = null, returnValue = null }: Result): void {
    this.link.send(RESPONSE.create({ createdAt: null, id, lastIoId, exception, returnValue }));
  }

  /** A failure that cannot be written must not leave the caller waiting: then a plainer one, which can, tells of it. */
  #respondFailure(id: number, call: RunningCall, make: () => Result, error: unknown): void {
    try {
      this.#respond(id, call.lastIoId, make());
    } catch (unwritable) {
      this.#logDefect(call, unwritable);
      const told = `The failure of the request cannot be written (${String(unwritable)}): ${String(error)}`;
      this.#respond(id, call.lastIoId, { exception: errorToThrowable(ioError(told.slice(0, MAX_PLAIN_MESSAGE))) });
    }
  }

  #invalidOid(oid: number): string {
    return `Invalid object ID ${oid} iota=${this.link.exports.iota + 1}`;
  }

  #logDefect(call: RunningCall, error: unknown): void {
    this.link.logger.log(
      'WARNING',
      'hudson.remoting.UserRequest perform',
      `${call.description} failed in the agent`,
      error,
    );
  }
}

/** How requests other than UserRequests are answered. */
const OUTER_STREAM: Pick<Conduct, 'value' | 'failure'> = {
  value: (returnValue) => ({ returnValue }),
  failure: (error) => ({ exception: errorToThrowable(error) }),
};

/** A field for a description; it may be anything. */
function text(value: JavaValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
}

interface ReadCallable {
  /** Undefined: it cannot be read. */
  readonly callable?: JavaValue;
  readonly refs: RemoteRefs;
  readonly unreadable?: JavaError;
}

function readCallable(command: JavaObject): ReadCallable {
  try {
    const callable = decodePayload(bytesField(command, 'request'));
    const refs = findRemoteRefs(callable);
    // A stream without its id could not be given back at the end.
    refs.streams.forEach(readStreamRef);
    return { callable, refs };
  } catch (error) {
    return { refs: NO_REFS, unreadable: ioError(`Failed to deserialize the Callable object: ${String(error)}`) };
  }
}

function isRpc(callable: JavaValue | undefined): callable is JavaObject {
  return callable instanceof JavaObject && callable.isA('hudson.remoting.RemoteInvocationHandler$RPCRequest');
}

/** The oid behind UserRequest.classLoaderProxy: a proxy of IClassLoader, a RemoteIClassLoader of ours sent home, or null. */
function loaderOid(value: JavaValue | undefined): number | null {
  const info = readProxy(value);
  return info && !info.goingHome ? info.oid : null;
}
