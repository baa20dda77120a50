/** Command lines, given to the official agent and to ours in the same surroundings, and what came of each. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Outcome {
  readonly words: readonly string[];
  readonly code: number | string;
  /** Whether the message is followed by the usage, or by how to get it. */
  readonly usage: boolean;
  /** The beginning of standard output. */
  readonly stdout: string;
  /** Of standard error: records without their first line, without traces. */
  readonly lines: readonly string[];
  /** What the controller was asked. */
  readonly requests: readonly string[];
}

const URL = 'http://127.0.0.1:PORT/';
const FIRST = ['-url', URL, '-secret', 'sec', '-name', 'n'];
const ONCE = [...FIRST, '-noReconnect'];
const JNLP = ['-jnlpUrl', `${URL}x.jnlp`];

/** PORT stands for the port of a controller that knows nobody. */
export const COMMAND_LINES: readonly (readonly string[])[] = [
  ['-version'],
  ['-version', '-help'],
  ...[['-bogus'], ['-'], [''], ['-URL', 'x'], ['one'], ['a', 'b', 'c'], ['a', 'b'], [], ['-text'], ['--version']],
  ...[['-url'], ['-url', 'notaurl'], ['-url', ''], ['-url', 'foo://x'], ['-url', URL]],
  ...[FIRST.slice(0, 4), ['-url', URL, '-name', 'n'], ['-secret', 's', '-name', 'n', '-noReconnect']],
  ONCE,
  [...ONCE, '-url=http://127.0.0.1:1/x'],
  [`-url=${URL}p`, '-secret=sec', '-name=n', '-noReconnect'],
  ['-name', '-foo', '-url', URL, '-secret', 'sec', '-noReconnect'],
  [...ONCE, '-name', 'm'],
  [...ONCE, '-webSocket', '-secret', 't', '-secret', 'u'],
  // By WebSocket.
  ...[['-webSocket'], ['-webSocket', '-url', URL], ['-webSocket=true', ...ONCE], ['-webSocketHeader', 'a=b']],
  ...[['-tunnel', 'h:1'], ['-credentials', 'u:p'], ['-noKeepAlive']].map((more) => [
    '-webSocket',
    '-url',
    URL,
    ...more,
  ]),
  ['-webSocketHeader', 'ab', '-webSocket', '-url', URL],
  [...ONCE, '-webSocket'],
  [...ONCE, '-webSocket', '-webSocketHeader', 'a=1=2'],
  [...ONCE, '-webSocket', '-webSocketHeader', 'a=1', '-webSocketHeader', 'a=2'],
  [...ONCE, '-webSocket', '-url', URL],
  // Directly.
  ...[
    ['-direct', 'h:1'],
    ['-instanceIdentity', 'x'],
    ['-protocols', 'x'],
  ],
  ['-directConnection', 'h:1', '-instanceIdentity', 'AA==', '-url', URL],
  ['-direct', '127.0.0.1:1', '-instanceIdentity', 'AA==', '-secret', 's', '-name', 'n', '-noReconnect'],
  // Positional words and files.
  ['sec', 'n', '-url', URL, '-noReconnect'],
  ['-url', URL, 'sec', '-noReconnect', 'n'],
  ...[
    ['a', 'b', '-secret', 'c', '-url', URL],
    ['a', 'b', '-name', 'c', '-url', URL],
    ['a', '-url', URL],
  ],
  ['-secret', '@secret', '-name', 'n', '-url', URL, '-webSocket', '-noReconnect'],
  ['-secret', '@crlf', '-name', 'n', '-url', URL, '-webSocket', '-noReconnect'],
  ['-secret=@secret', '-name', 'n', '-url', URL, '-webSocket', '-noReconnect'],
  ...[['@args'], ['@args', '-name', 'over'], ['-secret', '@nosuch'], ['@'], ['@empty']],
  ['-secret', '@empty', '-name', 'n', '-url', URL, '-noReconnect'],
  ['@two', '-url', URL, '-noReconnect'],
  // What is sent along, and what is deprecated.
  ...[
    ['-credentials', 'u:p'],
    ['-jnlpCredentials', 'u:p'],
    ['-credentials', 'up'],
    ['-proxyCredentials', 'u:p'],
  ].map((more) => [...ONCE, ...more]),
  ...[['-auth', 'u:p'], ['-headless'], ['-ping'], ['-headless', '-ping', '-auth', 'x']].map((more) => [
    ...ONCE,
    ...more,
  ]),
  // How long.
  ['-noReconnect', '-noReconnectAfter', '5s'],
  ...['5x', '1.5s', '', '1s', 'PT1S'].map((duration) => [...FIRST, '-noReconnectAfter', duration]),
  [...FIRST, '-noreconnect'],
  // Certificates.
  ['-cert', 'x', '-noCertificateCheck'],
  ['-cert', 'x', '-disableHttpsCertValidation'],
  ...[['-cert', '@nosuch.pem'], ['-cert', 'x'], ['-noCertificateCheck']].map((more) => [...ONCE, ...more]),
  // Files.
  ...[['-internalDir', 'x'], ['-failIfWorkDirIsMissing'], ['-agentLog'], ['-tcp']],
  ...[
    ['-workDir', 'w'],
    ['-workDir', 'w', '-internalDir', 'a/b'],
    ['-workDir', 'w', '-internalDir', ''],
    ['-workDir', 'missing', '-failIfWorkDirIsMissing'],
    ['-workDir', 'folder', '-failIfWorkDirIsMissing'],
    ['-workDir', 'secret'],
    ['-workDir', 'w', '-jar-cache', 'j'],
    ['-jar-cache', 'j'],
    ['-workDir', 'w', '-agentLog', 'l'],
    ['-loggingConfig', 'nofile.properties'],
  ].map((more) => [...ONCE, ...more]),
  // JNLP files.
  [...JNLP, '-noReconnect'],
  [...JNLP, '-name', 'n'],
  [...JNLP, '-tunnel', 'h:1'],
  [...JNLP, '-workDir', 'w', '-noReconnect'],
  [...JNLP, '-credentials', 'u:p', '-noReconnect'],
  [...JNLP, '-secret', '00', '-credentials', 'u:p', '-noReconnect'],
  ...[
    ['-jnlpUrl', '/x'],
    ['-jnlpUrl', `${URL}404`, '-noReconnect'],
  ],
  // Streams.
  ...[
    ['-connectTo', 'foo'],
    ['-connectTo', 'a:b'],
    ['-connectTo', '[::1]:1'],
    ['-connectTo', '127.0.0.1:1'],
  ],
  ['-connectTo', '127.0.0.1:1', '-url', URL],
];

export class Surroundings {
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Surroundings> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Surroundings(server);
  }

  /** Runs one command line to its end. */
  async run([program, ...before]: readonly [string, ...string[]], words: readonly string[]): Promise<Outcome> {
    const port = String((this.server.address() as AddressInfo).port);
    const folder = await mkdtemp(join(tmpdir(), 'official-'));
    const requests: string[] = [];
    this.#answer(port, requests);
    try {
      await writeFiles(folder, port);
      const all = [...before, ...words.map((word) => word.replace('PORT', port))];
      const env = { PATH: process.env['PATH'], HOME: folder };
      const child = spawn(program, all, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      const general = (text: string) => text.replaceAll(port, 'PORT').replaceAll(`${folder}/`, '');
      const [message = '', usage] = stderr.split(/^(?:java -jar agent\.jar \[options|"agent -help" tells )/m);
      return {
        words,
        code: code ?? signal ?? '',
        usage: usage !== undefined,
        stdout: stdout.slice(0, 48),
        lines: linesOf(general(message)),
        requests: requests.map(general),
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  #answer(port: string, requests: string[]): void {
    const argument = ['fs', 'fn', '-url', URL.replace('PORT', port)].map((text) => `<argument>${text}</argument>`);
    const tell = ({ method, url, headers }: IncomingMessage) => {
      const { 'node-name': name, 'secret-key': secret, authorization, a } = headers;
      const said = Object.entries({ name, secret, authorization, a }).filter(([, value]) => value !== undefined);
      requests.push([`${method} ${url}`, ...said.map(([key, value]) => `${key}=${String(value)}`)].join(' '));
    };
    this.server.removeAllListeners('request').removeAllListeners('upgrade');
    this.server.on('request', (request: IncomingMessage, response) => {
      // Ours asks for it beside its connection, at any time.
      if (request.url !== '/jnlpJars/agent.jar') tell(request);
      if (request.url === '/x.jnlp') {
        response.writeHead(200, { 'Content-Type': 'application/x-java-jnlp-file' });
        response.end(`<jnlp>${argument.join('')}</jnlp>`);
      } else response.writeHead(404).end();
    });
    this.server.on('upgrade', (request: IncomingMessage, socket) => {
      tell(request);
      socket.end('HTTP/1.1 403 Forbidden\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 0\r\n\r\n');
    });
  }
}

async function writeFiles(folder: string, port: string): Promise<void> {
  const url = URL.replace('PORT', port);
  const files = {
    secret: 'sec\n',
    crlf: 'sec\r\n',
    args: `-url\n${url}\n-secret\nsec\n-name\nmy agent\n-noReconnect\n`,
    empty: '',
    two: 'a\nb\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await mkdir(join(folder, 'folder'));
}

const TIME = /^\w{3} \d\d, \d{4} /;

/** What does not depend on who runs it and when. An exception that ended the official agent counts as its message. */
function linesOf(text: string): string[] {
  const all = text.split('\n').filter((line) => line !== '' && !/^\t|^Caused by: /.test(line));
  const isTrace = (index: number) =>
    /^[\w.$]*(?:Exception|Error)\b/.test(all[index] ?? '') && TIME.test(all[index - 2] ?? '');
  const told = all.filter((line, index) => !TIME.test(line) && !isTrace(index));
  return told.map((line) =>
    line
      .replace(/^(?:Exception in thread "main" )?[\w.$]+Exception: /, '')
      .replace(/(?<=Using Remoting version: ).*/, 'VERSION')
      .replace(/(?<=JAR Cache location: ).*(?=\.jenkins)/, '')
      .replace(/waiting .* before retry/, 'waiting before retry'),
  );
}
