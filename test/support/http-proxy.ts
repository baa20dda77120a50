/** A forward proxy on loopback that sends every host to loopback, so that tests can use names that are not there. */
import { createServer, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';

export interface HttpProxy {
  readonly url: string;
  readonly port: number;
  /** `GET http://host:port/path` and `CONNECT host:port`, as they came. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** @param credentials `user:password` that every request must bring */
export async function startHttpProxy(credentials?: string): Promise<HttpProxy> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const expected = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createServer((incoming, response) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    if (expected !== undefined && incoming.headers['proxy-authorization'] !== expected) {
      response.writeHead(407).end();
      return;
    }
    const { port, pathname, search } = new URL(incoming.url ?? '');
    const headers = { ...incoming.headers };
    delete headers['proxy-authorization'];
    const outgoing = request({ host: '127.0.0.1', port, path: pathname + search, headers, method: incoming.method });
    outgoing.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.once('error', () => response.writeHead(502).end());
    incoming.pipe(outgoing);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('connect', (incoming, client: Socket, head: Buffer) => {
    requests.push(`CONNECT ${incoming.url}`);
    if (expected !== undefined && incoming.headers['proxy-authorization'] !== expected) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const target = connect(Number(new URL(`http://${incoming.url}`).port || '80'), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    sockets.add(target);
    target.on('error', () => client.destroy());
    target.once('close', () => sockets.delete(target));
    client.once('close', () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
