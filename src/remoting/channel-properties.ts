/** hudson.remoting.IChannel, object 1 of each end: channel properties, which a peer may ask for or wait for. */
import { JavaError } from '../java/java-error.js';
import type { JavaValue } from '../serial/model.js';
import type { ExportedObject } from './call.js';
import type { MethodCall } from './rpc-request.js';

/** Properties with String keys; keys of other classes are never set here, so they read as null. */
export class ChannelProperties extends Map<string, JavaValue> {
  readonly #waiters = new Map<string, Set<(value: JavaValue) => void>>();

  /** Keys that somebody waits for. */
  get awaited(): readonly string[] {
    return [...this.#waiters.keys()];
  }

  override set(key: string, value: JavaValue): this {
    super.set(key, value);
    for (const wake of this.#waiters.get(key) ?? []) wake(value);
    this.#waiters.delete(key);
    return this;
  }

  /** Resolves with the value once there is one; rejects with the signal's reason. */
  async waitFor(key: string, signal: AbortSignal): Promise<JavaValue> {
    const known = this.get(key);
    if (known !== undefined) return known;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const waiters = this.#waiters.get(key) ?? new Set();
      const interrupted = () => {
        waiters.delete(wake);
        if (waiters.size === 0 && this.#waiters.get(key) === waiters) this.#waiters.delete(key);
        const reason: unknown = signal.reason;
        reject(reason instanceof Error ? reason : new Error(String(reason)));
      };
      const wake = (value: JavaValue) => {
        signal.removeEventListener('abort', interrupted);
        resolve(value);
      };
      signal.addEventListener('abort', interrupted, { once: true });
      this.#waiters.set(key, waiters.add(wake));
    });
  }
}

/** Object 1 of each end is the channel itself. */
const CHANNEL_OID = 1;

/** Asks the peer's channel object for a property that it does not have. */
export const PING: MethodCall = {
  oid: CHANNEL_OID,
  declaringClassName: 'hudson.remoting.IChannel',
  methodName: 'getProperty',
  types: ['java.lang.Object'],
  args: ['jenkins-inbound-agent.ping'],
};

/** Makes the channel object and the properties behind it. */
export function channelObject(): { properties: ChannelProperties; target: ExportedObject } {
  const properties = new ChannelProperties();
  const target: ExportedObject = {
    interfaces: ['hudson.remoting.IChannel'],
    invoke: (method, _types, [key = null], call) => {
      switch (method) {
        case 'getProperty':
          return typeof key === 'string' ? (properties.get(key) ?? null) : null;
        case 'waitForProperty':
          return properties.waitFor(typeof key === 'string' ? key : '', call.signal);
        default:
          throw new JavaError('java.lang.NoSuchMethodException', `hudson.remoting.IChannel.${method}`);
      }
    },
  };
  return { properties, target };
}
