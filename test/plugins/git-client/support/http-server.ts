/** Git over HTTP with Basic authentication: `git http-backend` as a CGI program behind a server of Node's, and what git-lfs pulls. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isForLargeFiles, serveLargeFiles } from './large-files.js';
import { GIT_ENVIRONMENT } from './repository.js';

export class GitHttpServer {
  /** Authorization headers of all requests, decoded; null where there was none. */
  readonly seen: (string | null)[] = [];
  /** Paths that were asked for. */
  readonly paths: string[] = [];
  readonly #server: Server;

  private constructor(
    private readonly root: string,
    private readonly credentials: string | null,
  ) {
    this.#server = createServer((request, response) => this.#serve(request, response));
  }

  /** @param credentials `user:password`; null lets everybody in */
  static async start(root: string, credentials: string | null): Promise<GitHttpServer> {
    const server = new GitHttpServer(root, credentials);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** URL of a repository below the root. */
  url(repository: string): string {
    return `http://127.0.0.1:${this.port}/${repository}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const header = /^Basic (.*)$/.exec(request.headers.authorization ?? '')?.[1];
    const given = header === undefined ? null : Buffer.from(header, 'base64').toString();
    this.seen.push(given);
    // A proxy is asked for whole URLs.
    const url = new URL(request.url ?? '/', this.url(''));
    this.paths.push(request.url ?? '');
    if (this.credentials !== null && given !== this.credentials) {
      // Told 401, git-lfs would ask for the same password again and again.
      if (given !== null && isForLargeFiles(url)) response.writeHead(403).end();
      else response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end();
      return;
    }
    if (isForLargeFiles(url)) void serveLargeFiles(this.root, request, response, url).catch(() => response.destroy());
    else this.#backend(request, response, url);
  }

  #backend(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const { HTTP_CONTENT_ENCODING, ...headers } = {
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      GIT_PROTOCOL: request.headers['git-protocol'] as string | undefined,
    };
    const env = {
      ...GIT_ENVIRONMENT,
      ...headers,
      ...(HTTP_CONTENT_ENCODING === undefined ? {} : { HTTP_CONTENT_ENCODING }),
      GIT_PROJECT_ROOT: this.root,
      GIT_HTTP_EXPORT_ALL: '1',
      REMOTE_USER: 'somebody',
      REMOTE_ADDR: '127.0.0.1',
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
    };
    const backend = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    request.pipe(backend.stdin);
    backend.stdin.on('error', () => undefined); // it has answered without reading everything
    let head = Buffer.alloc(0);
    const readHead = (piece: Buffer) => {
      head = Buffer.concat([head, piece]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      backend.stdout.off('data', readHead);
      const lines = head.toString('latin1', 0, end).split('\r\n');
      const fields = lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]);
      const status = fields.find(([name]) => name === 'Status')?.[1] ?? '200';
      response.writeHead(parseInt(status, 10), Object.fromEntries(fields.filter(([name]) => name !== 'Status')));
      response.write(head.subarray(end + 4));
      backend.stdout.pipe(response);
    };
    backend.stdout.on('data', readHead);
  }
}
