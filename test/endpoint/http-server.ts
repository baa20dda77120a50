/** HTTP peers on loopback: a controller's pages, and a proxy that keeps account. */
import { createServer, request, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { listenOn, track } from '../transport/sockets.js';

export async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listenOn(createServer(listener))}/`;
}

export interface TestProxy {
  readonly url: string;
  /** `METHOD target authorization` of each request. */
  readonly requests: string[];
}

/** Passes requests in absolute form and CONNECTs on to `target`'s port on loopback, whatever host they name. */
export async function proxy(target: () => number, refusal?: string): Promise<TestProxy> {
  const requests: string[] = [];
  const note = (method = '', url = '', authorization = 'none'): void =>
    void requests.push(`${method} ${url} ${authorization}`);
  const server = createServer((incoming, outgoing) => {
    note(incoming.method, incoming.url, incoming.headers['proxy-authorization']);
    const { pathname } = new URL(incoming.url ?? '');
    request({ host: '127.0.0.1', port: target(), path: pathname, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(outgoing);
    }).end();
  });
  server.on('connect', (incoming, socket, head) => {
    note(incoming.method, incoming.url, incoming.headers['proxy-authorization']);
    if (refusal !== undefined) {
      socket.end(refusal);
      return;
    }
    const onward = track(connect(target(), '127.0.0.1'));
    socket.on('error', () => onward.destroy());
    socket.write('HTTP/1.1 200 Connection established\r\nX-Some: thing\r\n\r\n');
    onward.write(head);
    socket.pipe(onward).pipe(socket);
  });
  return { url: `http://127.0.0.1:${await listenOn(server)}`, requests };
}
