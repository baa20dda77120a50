/** Calling methods of an object that the agent exported (hudson.remoting.RemoteInvocationHandler in user space). */
import type { Channel } from '../../../src/remoting/channel.js';
import { UNEXPORT_COMMAND, USER_RPC_REQUEST } from '../../../src/remoting/wire/command-classes.js';
import { readProxy } from '../../../src/remoting/wire/proxy-class.js';
import { objectArray, stringArray } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';

export class RemoteObject {
  #released = false;

  private constructor(
    private readonly channel: Channel,
    readonly oid: number,
    private readonly interfaceName: string,
  ) {}

  /** The object behind a proxy that the agent answered with. Throws TypeError on anything else. */
  static of(channel: Channel, value: JavaValue, interfaceName: string): RemoteObject {
    const info = readProxy(value);
    if (info?.interfaces.includes(interfaceName) !== true)
      throw new TypeError(`the agent exported no ${interfaceName}`);
    return new RemoteObject(channel, info.oid, interfaceName);
  }

  /** Calls a method without parameters, wrapped in a UserRequest as controllers do. */
  invoke(method: string, signal?: AbortSignal): Promise<JavaValue> {
    return this.invokeWith(method, [], [], signal);
  }

  /** @param types the parameters' types as Class.getName() has them */
  async invokeWith(
    method: string,
    types: readonly string[],
    args: readonly JavaValue[],
    signal?: AbortSignal,
  ): Promise<JavaValue> {
    const request = USER_RPC_REQUEST.create({
      createdAt: null,
      // The number of the inner request means nothing to anybody.
      id: 0,
      lastIoId: 0,
      response: null,
      oid: this.oid,
      arguments: args.length === 0 ? null : objectArray(args),
      declaringClassName: this.interfaceName,
      methodName: method,
      types: stringArray(types),
    });
    return this.channel.call(
      request,
      `UserRPCRequest:${this.interfaceName}.${method}[${types.join(',')}](${this.oid})`,
      signal,
    );
  }

  /** Gives the object back to the agent. Idempotent. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.channel.send(UNEXPORT_COMMAND.create({ createdAt: null, oid: this.oid }));
  }
}
