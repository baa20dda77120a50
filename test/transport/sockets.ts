/** Real sockets on loopback for tests, with an account of what has to be gone afterwards. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect } from 'vitest';

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** Listens on a free port of loopback; everything is closed after the test. */
export function listen(onConnection: (socket: Socket) => void): Promise<number> {
  return listenOn(createServer(onConnection));
}

/** Lets a server (plain, HTTP, HTTPS) listen on a port of loopback, a free one, until the end of the test. */
export async function listenOn(server: Server, port = 0): Promise<number> {
  servers.push(server);
  server.on('connection', track);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

export async function dial(port: number): Promise<Socket> {
  const socket = track(connect(port, '127.0.0.1'));
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

/** Both ends of a connection. */
export async function socketPair(): Promise<[Socket, Socket]> {
  let accepted: (socket: Socket) => void = () => undefined;
  const server = new Promise<Socket>((resolve) => (accepted = resolve));
  const client = await dial(await listen((socket) => accepted(socket)));
  return [client, await server];
}

/** A port that passes bytes on to another in pieces of `size`, both ways, each piece in a turn of its own. */
export async function slowProxy(target: number, size: number): Promise<number> {
  return listen((from) => {
    const to = track(connect(target, '127.0.0.1'));
    drip(from, to, size);
    drip(to, from, size);
  });
}

function drip(from: Socket, to: Socket, size: number): void {
  from.setNoDelay(true);
  to.setNoDelay(true);
  void (async () => {
    for await (const bytes of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < bytes.length; at += size) {
        to.write(bytes.subarray(at, at + size));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    to.end();
  })().catch(() => to.destroy());
}

/** Resolves once the socket is closed. */
export async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  expect(socket.destroyed).toBe(true);
}

/** Destroys it after the test. */
export function track<T extends Socket>(socket: T): T {
  sockets.push(socket);
  // Resets are part of what the tests do; whoever uses the socket listens for itself.
  socket.on('error', () => undefined);
  return socket;
}
