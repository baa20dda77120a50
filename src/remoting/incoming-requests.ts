/**
 * Running what the peer asks for: user requests (callables and method calls in user space), bare method calls, and reads of
 * exported streams. Every request is answered exactly once, requests run concurrently, and one that fails harms no other.
 */
import { JavaError, ioError } from '../java/java-error.js';
import { byteArray } from '../serial/jdk.js';
import { JavaArray, JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import type { CallChannel } from './call.js';
import { ExportedSource } from './exported-source.js';
import { ObjectExport } from './exports.js';
import { errorToThrowable, exceptionResponse, isDefect } from './failure.js';
import type { Link } from './link.js';
import { decodePayload, encodePayload } from './payload.js';
import { PeerClassLoaders } from './peer-class-loaders.js';
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

const NO_REFS: RemoteRefs = { streams: [], proxies: [], loaders: [], classNames: [] };

export class IncomingRequests {
  readonly #running = new Map<number, RunningCall>();
  readonly #loaders: PeerClassLoaders;

  constructor(
    private readonly link: Link,
    private readonly channel: CallChannel,
    private readonly handler: RequestHandler,
  ) {
    this.#loaders = new PeerClassLoaders((command) => link.send(command));
  }

  /** Number of requests that run now. */
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
    const id = intField(command, 'id');
    const loader = loaderOid(command.get('classLoaderProxy'));
    if (loader !== null) this.#loaders.received(loader);
    await this.#operationsBefore(command);
    const answer = (returnValue: JavaValue, lastIoId: number) => this.#respond(id, lastIoId, null, returnValue);
    let callable: JavaValue;
    let refs: RemoteRefs;
    try {
      callable = decodePayload(bytesField(command, 'request'));
      refs = findRemoteRefs(callable);
      // A stream without its id could not be given back at the end.
      refs.streams.forEach(readStreamRef);
      for (const oid of refs.loaders) this.#loaders.received(oid);
    } catch (error) {
      answer(exceptionResponse(ioError(`Failed to deserialize the Callable object: ${String(error)}`), loader), 0);
      return;
    }
    const text = command.get('toString');
    const description = typeof text === 'string' ? text : '';
    const call = new RunningCall(this.link, this.channel, description, refs, loader);
    await this.#run(
      id,
      call,
      () => (isRpc(callable) ? this.#invokeExported(callable, call) : this.handler(callable, call)),
      (value) => answer(NORMAL_RESPONSE.create({ response: byteArray(encodePayload(value, loader)) }), call.lastIoId),
      (error) => answer(exceptionResponse(error, loader), call.lastIoId),
    );
  }

  /** A bare RPCRequest: the value travels in the outer stream, a failure in Response.exception. */
  async rpcRequest(command: JavaObject): Promise<void> {
    const id = intField(command, 'id');
    await this.#operationsBefore(command);
    const call = new RunningCall(
      this.link,
      this.channel,
      `RPCRequest(${stringField(command, 'methodName')})`,
      NO_REFS,
      null,
    );
    await this.#run(
      id,
      call,
      () => this.#invokeExported(command, call),
      (value) => this.#respond(id, call.lastIoId, null, value),
      (error) => this.#respond(id, call.lastIoId, errorToThrowable(error), null),
    );
  }

  /** ProxyInputStream$Chunk: the peer reads a stream of ours. */
  async readRequest(command: JavaObject): Promise<void> {
    const id = intField(command, 'id');
    const oid = intField(command, 'oid');
    const length = intField(command, 'len');
    const source = this.link.exports.get(oid);
    try {
      if (!(source instanceof ExportedSource)) throw ioError(this.#invalidOid(oid));
      if (length < 0 || length > MAX_READ_LENGTH) throw ioError(`Cannot read ${length} bytes at once`);
      const part = await source.read(length);
      const buf = Buffer.alloc(length);
      part?.copy(buf);
      this.#respond(id, 0, null, PIS_BUFFER.create({ len: part?.length ?? -1, buf: byteArray(buf) }));
    } catch (error) {
      this.#respond(id, 0, errorToThrowable(error), null);
    }
  }

  /** Request$Cancel. An id that is not running is one that has been answered meanwhile. */
  cancel(id: number): void {
    this.#running.get(id)?.cancel(new JavaError('java.lang.InterruptedException', null));
  }

  /** Interrupts everything at the end of the channel. */
  abortAll(reason: Error): void {
    for (const call of this.#running.values()) call.cancel(reason);
  }

  async #run(
    id: number,
    call: RunningCall,
    execute: () => Promise<JavaValue> | JavaValue,
    succeed: (value: JavaValue) => void,
    fail: (error: unknown) => void,
  ): Promise<void> {
    // The channel ended while the request waited for a stream operation: nobody is left to answer.
    if (this.link.closed.aborted) return;
    this.#running.set(id, call);
    let failure: unknown;
    try {
      const value = await execute();
      await call.written();
      succeed(value);
    } catch (error) {
      failure = error;
      if (isDefect(error)) this.#logDefect(call, error);
      await call.written();
      fail(error);
    } finally {
      this.#running.delete(id);
      call.settle(failure instanceof Error ? failure : undefined);
    }
  }

  #invokeExported(request: JavaObject, call: RunningCall): Promise<JavaValue> | JavaValue {
    const oid = intField(request, 'oid');
    const target = this.link.exports.get(oid);
    if (!(target instanceof ObjectExport)) {
      throw new JavaError('java.util.concurrent.ExecutionException', this.#invalidOid(oid));
    }
    const types = objectArray(request, 'types').map(String);
    return target.invoke(stringField(request, 'methodName'), types, objectArray(request, 'arguments'), call);
  }

  /** Waits for the stream operation that the peer sent before this request, if it still goes on. */
  async #operationsBefore(command: JavaObject): Promise<void> {
    const before = this.link.ioOrder.pending(intField(command, 'lastIoId'));
    if (before) await before;
  }

  #respond(id: number, lastIoId: number, exception: JavaValue, returnValue: JavaValue): void {
    this.link.send(RESPONSE.create({ createdAt: null, id, lastIoId, exception, returnValue }));
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

function isRpc(callable: JavaValue): callable is JavaObject {
  return callable instanceof JavaObject && callable.isA('hudson.remoting.RemoteInvocationHandler$RPCRequest');
}

/** The oid behind UserRequest.classLoaderProxy: a proxy of IClassLoader, a RemoteIClassLoader of ours sent home, or null. */
function loaderOid(value: JavaValue | undefined): number | null {
  const info = readProxy(value);
  return info && !info.goingHome ? info.oid : null;
}

export function intField(object: JavaObject, name: string): number {
  const value = object.get(name);
  if (typeof value !== 'number') throw ioError(`${object.className}.${name} is not an int`);
  return value;
}

export function bytesField(object: JavaObject, name: string): Buffer {
  const value = object.get(name);
  if (value instanceof JavaArray && Buffer.isBuffer(value.elements)) return value.elements;
  throw ioError(`${object.className}.${name} is not a byte[]`);
}

function stringField(object: JavaObject, name: string): string {
  const value = object.get(name);
  if (typeof value !== 'string') throw ioError(`${object.className}.${name} is not a String`);
  return value;
}

/** Object[] or null; null reads as empty, as a call without arguments has it. */
function objectArray(object: JavaObject, name: string): JavaValue[] {
  const value = object.get(name) ?? null;
  if (value === null) return [];
  if (value instanceof JavaArray && Array.isArray(value.elements)) return value.elements;
  throw ioError(`${object.className}.${name} is not an Object[]`);
}
