/** What goes over a connection, in the log: at FINER each command, at FINE how much it was at the end. */
import type { CommandTransport } from '../../remoting/command-transport.js';
import type { Logger } from '../../remoting/logger.js';

const SOURCE = 'hudson.remoting.Channel$1 handle';

export interface LoggedTransport {
  readonly transport: CommandTransport;
  /** To be called when the connection has ended. */
  readonly ended: () => void;
}

/** The very transport where nobody would read it. */
export function logTraffic(transport: CommandTransport, logger: Logger): LoggedTransport {
  if (!logger.isLoggable('FINE')) return { transport, ended: () => undefined };
  const received = new Total();
  const sent = new Total();
  const finer = (what: string, { length }: Buffer): void => {
    if (logger.isLoggable('FINER')) logger.log('FINER', SOURCE, `${what} ${length} bytes`);
  };
  const ended = (): void =>
    logger.log('FINE', SOURCE, `The connection has ended: received ${received.text}, sent ${sent.text}`);
  const logged: CommandTransport = {
    name: transport.name,
    start: (listener) =>
      transport.start({
        command: (bytes) => {
          received.add(bytes);
          finer('Received', bytes);
          listener.command(bytes);
        },
        end: (error) => listener.end(error),
      }),
    send: (command) => {
      sent.add(command);
      finer('Sending', command);
      transport.send(command);
    },
    drained: () => transport.drained(),
    handedOver: () => transport.handedOver(),
    isMoving: () => transport.isMoving?.() ?? false,
    close: (graceMs) => transport.close(graceMs),
    destroy: (error) => transport.destroy(error),
  };
  return { transport: logged, ended };
}

class Total {
  #commands = 0;
  #bytes = 0;

  add({ length }: Buffer): void {
    this.#commands++;
    this.#bytes += length;
  }

  get text(): string {
    return `${this.#bytes} bytes in ${this.#commands} commands`;
  }
}
