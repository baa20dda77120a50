/** A TCP connection of ours between two streams of the channel. */
import type { Socket } from 'node:net';
import { streamError } from '../../java/file-errors.js';
import { ioError } from '../../java/java-error.js';
import type { ByteSink, RemoteOutput } from '../../remoting/call.js';

/** What Java throws for a number that is no port. */
export const ILLEGAL_ARGUMENT = 'java.lang.IllegalArgumentException';

export function isPort(number: number): boolean {
  return number >= 0 && number <= 0xffff;
}

/**
 * Sends what comes from a socket to the peer, at the peer's pace. The end of it is passed on, an end that is none with its
 * reason; that also ends the socket.
 */
export async function sendFrom(socket: Socket, out: RemoteOutput): Promise<void> {
  out.retain();
  try {
    // By itself the iteration would end the other half of the connection, too.
    for await (const bytes of socket.iterator({ destroyOnReturn: false })) await out.write(bytes as Buffer);
    out.close();
  } catch (error) {
    out.close(error instanceof Error ? error : ioError(String(error)));
    socket.destroy();
  }
}

/** Lets the peer write to a socket, at the pace of who reads there. Its end ends our half of the connection. */
export function socketSink(socket: Socket): ByteSink {
  return {
    write: (bytes) =>
      new Promise<void>((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(streamError(error)) : resolve()));
      }),
    end: (error) => {
      if (error) socket.destroy();
      else socket.end();
    },
  };
}

/** Ends a socket with the channel, however that ends. */
export function endWith(socket: Socket, closed: AbortSignal): void {
  const end = () => socket.destroy();
  closed.addEventListener('abort', end, { once: true });
  socket.once('close', () => closed.removeEventListener('abort', end));
  // What went wrong comes out of the reading and the writing; without a listener it would also end the process.
  socket.on('error', () => undefined);
}
