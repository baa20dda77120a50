/** An object of the peer's that we call: hudson.remoting.RemoteInvocationHandler from the caller's side. */
import type { JavaValue } from '../serial/model.js';
import type { CallChannel, RemoteObject } from './call.js';
import type { Link } from './link.js';
import { UNEXPORT_COMMAND } from './wire/command-classes.js';
import type { ProxyInfo } from './wire/proxy-class.js';

export class RemoteProxy implements RemoteObject {
  retained = false;
  #released = false;

  constructor(
    private readonly link: Link,
    private readonly channel: CallChannel,
    private readonly info: ProxyInfo,
  ) {}

  get oid(): number {
    return this.info.oid;
  }

  get interfaces(): readonly string[] {
    return this.info.interfaces;
  }

  invoke(
    declaringClass: string,
    method: string,
    types: readonly string[],
    args: readonly JavaValue[],
    signal?: AbortSignal,
  ): Promise<JavaValue> {
    return this.channel.invoke(this.oid, declaringClass, method, types, args, signal);
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.link.send(UNEXPORT_COMMAND.create({ createdAt: null, oid: this.oid }));
  }

  retain(): this {
    this.retained = true;
    return this;
  }
}
