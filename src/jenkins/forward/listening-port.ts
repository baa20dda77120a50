import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { JavaError } from '../../java/java-error.js';
import { socketError } from '../../java/socket-error.js';
import type { ExportedObject, RemoteObject } from '../../remoting/call.js';
import { boxInt } from '../../serial/jdk.js';
import type { JavaValue } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { noMethod } from '../../callables/no-method.js';
import { any, int } from '../../callables/shape.js';
import { FORWARDER } from './forwarder.js';
import { endWith, ILLEGAL_ARGUMENT, isPort, sendFrom, socketSink } from './socket-link.js';

const LISTENING_PORT = 'hudson.remoting.forward.ListeningPort';

/** PortForwarder.create: listens here, 0 for any port, and has a Forwarder of the controller's connect each who comes. */
export const listeningPortCallable = callable({
  name: 'hudson.remoting.forward.PortForwarder$ListeningPortCallable',
  fields: { acceptingPort: int, proxy: any },
  run: async ({ acceptingPort, proxy }, context) => {
    const forwarder = context.proxy(proxy);
    const server = createServer(
      { allowHalfOpen: true, noDelay: true },
      (socket) => void forward(socket, forwarder, context),
    );
    await listen(server, acceptingPort);
    const close = () => {
      server.close();
      forwarder.release();
    };
    context.channel.closed.addEventListener('abort', close, { once: true });
    server.once('close', () => context.channel.closed.removeEventListener('abort', close));
    if (context.channel.closed.aborted) close();
    forwarder.retain();
    return context.export(new ListeningPort(server, close));
  },
});

async function listen(server: Server, port: number): Promise<void> {
  if (!isPort(port)) throw new JavaError(ILLEGAL_ARGUMENT, `Port value out of range: ${port}`);
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw socketError(error, '') ?? error;
  }
}

/** One connection. The call that made the port has been answered; its means to export still serve. */
async function forward(socket: Socket, forwarder: RemoteObject, context: CallableContext): Promise<void> {
  endWith(socket, context.channel.closed);
  try {
    const out = context.exportOutput(socketSink(socket));
    const answer = await forwarder.invoke(FORWARDER, 'connect', ['java.io.OutputStream'], [out]);
    await sendFrom(socket, context.output(answer));
  } catch (error) {
    socket.destroy();
    const message = 'Port forwarding session was shut down abnormally';
    context.agent.logger.log('FINE', 'hudson.remoting.forward.PortForwarder run', message, error);
  }
}

class ListeningPort implements ExportedObject {
  readonly interfaces = [LISTENING_PORT];

  constructor(
    private readonly server: Server,
    private readonly close: () => void,
  ) {}

  invoke(method: string): JavaValue {
    switch (method) {
      case 'getPort':
        return boxInt((this.server.address() as AddressInfo | null)?.port ?? -1);
      case 'close':
        this.close();
        return null;
      default:
        throw noMethod(method, this);
    }
  }

  describe(): string {
    return 'Port forwarder';
  }
}
