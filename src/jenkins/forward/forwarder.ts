import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { JavaError } from '../../java/java-error.js';
import { socketError } from '../../java/socket-error.js';
import type { Call, ExportedObject } from '../../remoting/call.js';
import type { JavaValue } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import { noMethod } from '../../callables/no-method.js';
import { int, nullableStr } from '../../callables/shape.js';
import { endWith, ILLEGAL_ARGUMENT, isPort, sendFrom, socketSink } from './socket-link.js';

export const FORWARDER = 'hudson.remoting.forward.Forwarder';

/** ForwarderFactory.create: answers an object that connects to a place that this machine can reach. */
export const forwarderCallable = callable({
  name: 'hudson.remoting.forward.ForwarderFactory$ForwarderCallable',
  fields: { remotePort: int, remoteHost: nullableStr },
  run: ({ remoteHost, remotePort }, context) => context.export(new Forwarder(remoteHost ?? 'localhost', remotePort)),
});

/** ForwarderFactory$ForwarderImpl. */
class Forwarder implements ExportedObject {
  readonly interfaces = [FORWARDER];

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  /** `OutputStream connect(OutputStream out)`: what comes from there goes to `out`, what is written to the answer goes there. */
  async invoke(method: string, _types: readonly string[], [out]: readonly JavaValue[], call: Call): Promise<JavaValue> {
    if (method !== 'connect') throw noMethod(method, this);
    const output = call.output(out);
    const socket = await this.#connect(call.signal);
    endWith(socket, call.channel.closed);
    void sendFrom(socket, output);
    return call.exportOutput(socketSink(socket));
  }

  describe(): string {
    return `Forwarder to ${this.host}:${this.port}`;
  }

  async #connect(signal: AbortSignal): Promise<Socket> {
    if (!isPort(this.port)) throw new JavaError(ILLEGAL_ARGUMENT, `port out of range:${this.port}`);
    const socket = connect({ host: this.host, port: this.port, allowHalfOpen: true, noDelay: true });
    try {
      await once(socket, 'connect', { signal });
      return socket;
    } catch (error) {
      socket.destroy();
      signal.throwIfAborted();
      throw socketError(error, this.host) ?? error;
    }
  }
}
