/** The Maven job type: the agent's end of the connection to the JVM that runs Maven. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { socketError } from '../../java/socket-error.js';
import { JavaError } from '../../java/java-error.js';
import type { Call, CallChannel, ExportedObject } from '../../remoting/call.js';
import { declareClass } from '../../serial/declare.js';
import { boxInt } from '../../serial/jdk.js';
import type { JavaValue } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import { noMethod } from '../../callables/no-method.js';
import { endWith, socketSink } from '../../jenkins/forward/socket-link.js';

const FACTORY = 'hudson.maven.AbstractMavenProcessFactory';
const ACCEPTOR = `${FACTORY}$Acceptor`;

/** As it travels: `in` is null, and the controller reads from the pipe. */
const CONNECTION = declareClass({
  name: `${FACTORY}$Connection`,
  suid: 1n,
  fields: { in: 'Ljava/io/InputStream;', out: 'Ljava/io/OutputStream;', pipe: 'Lhudson/remoting/Pipe;' },
});

/** Opens a port for the Maven JVM, which the controller launches next with the number of it. */
export const socketHandler = callable({
  name: `${FACTORY}$SocketHandler`,
  run: async (_self, context) => {
    const server = createServer({ allowHalfOpen: true, keepAlive: true, noDelay: true });
    server.listen(0);
    await once(server, 'listening').catch((error: unknown) => {
      throw socketError(error, '') ?? error;
    });
    return context.export(new Acceptor(server, context.channel));
  },
});

/** hudson.maven.MavenProcessFactory.socketTimeOut */
const TIMEOUT_MS = 30_000;

export class Acceptor implements ExportedObject {
  readonly interfaces = [ACCEPTOR];
  readonly #port: number;
  readonly #close = () => void this.server.close();
  /** Who came first, asked for or not: the JVM may be faster than the controller's question. Nobody else is let in. */
  readonly #came: Promise<Socket>;
  #taken = false;

  constructor(
    private readonly server: Server,
    channel: CallChannel,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {
    this.#port = (server.address() as AddressInfo).port;
    channel.closed.addEventListener('abort', this.#close, { once: true });
    server.once('close', () => channel.closed.removeEventListener('abort', this.#close));
    this.#came = new Promise((resolve) => {
      server.once('connection', (socket) => {
        this.#close();
        endWith(socket, channel.closed);
        resolve(socket);
      });
    });
  }

  invoke(
    method: string,
    _types: readonly string[],
    _args: readonly JavaValue[],
    call: Call,
  ): Promise<JavaValue> | JavaValue {
    if (method === 'getPort') return boxInt(this.#port);
    if (method === 'accept') return this.#accept(call);
    throw noMethod(method, this);
  }

  /** A controller that gives it back does not wait for anybody any more. */
  released(): void {
    this.#close();
    if (!this.#taken) void this.#came.then((socket) => socket.destroy());
  }

  async #accept(call: Call): Promise<JavaValue> {
    const socket = await this.#connection(call.signal);
    this.#taken = true;
    return CONNECTION.create({
      in: null,
      out: call.exportOutput(socketSink(socket)),
      pipe: call.exportPipe(socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>),
    });
  }

  async #connection(signal: AbortSignal): Promise<Socket> {
    const late = AbortSignal.timeout(this.timeoutMs);
    const cut = AbortSignal.any([signal, late]);
    const end = once(cut, 'abort');
    const socket = cut.aborted ? undefined : await Promise.race([this.#came, end.then(() => undefined)]);
    if (socket) return socket;
    signal.throwIfAborted();
    throw new JavaError('java.net.SocketTimeoutException', 'Accept timed out');
  }
}
