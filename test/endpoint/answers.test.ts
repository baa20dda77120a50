/** What stands in place of a controller is said in one line, over both ways, with what to do about it. */
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { discover } from '../../src/endpoint/discovery.js';
import { openWebSocketTransport } from '../../src/endpoint/open-websocket.js';
import { TransportError } from '../../src/transport/errors.js';
import { listenOn } from '../transport/sockets.js';

interface Page {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

const HTML = { 'Content-Type': 'text/html' };
const JENKINS = { 'X-Content-Type-Options': 'nosniff' };
const LOGIN_FORM = '<html><title>Sign in to Corp</title><input name=p type="password"></html>';

/** A server that answers so to everything. */
async function serve({ status, headers = {}, body = '' }: Page): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status, headers).end(body));
  return `http://127.0.0.1:${await listenOn(server)}/`;
}

async function failures(url: string): Promise<{ tcp: TransportError; webSocket: TransportError }> {
  const failure = (error: unknown): TransportError => {
    expect(error).toBeInstanceOf(TransportError);
    return error as TransportError;
  };
  const common = { name: 'a', secret: 's', agentVersion: '4.13' };
  const none = (): never => expect.fail('it worked');
  return {
    tcp: await discover([url], common).then(none, failure),
    webSocket: await openWebSocketTransport(url, common).then(none, failure),
  };
}

describe.each<[string, Page, RegExp, RegExp]>([
  [
    '401',
    { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } },
    /is invalid: 401 Unauthorized \(it wants a login, or refuses the one that it got: -credentials USER:TOKEN\)$/,
    /401 Unauthorized \(it wants a login, or refuses the one that it got: -webSocketHeader NAME=VALUE, or a login in the URL/,
  ],
  [
    '403 of a firewall',
    { status: 403, headers: { ...HTML, Server: 'nginx' }, body: '<title>403 Forbidden</title>' },
    /403 Forbidden \(something in front of the controller \(nginx\) refuses this agent: have it pass \/tcpSlaveAgentListener\/ on, or give what it asks for with -credentials/,
    /403 Forbidden: 403 Forbidden \(something in front of the controller \(nginx\) refuses this agent: have it pass \/wsagents\/ on, or give what it asks for with -webSocketHeader/,
  ],
  [
    'a page that is no Jenkins',
    { status: 200, headers: HTML, body: '<title>Welcome to nginx!</title>' },
    /\/ is not Jenkins: Welcome to nginx! \(a page, but not of Jenkins: check -url\)$/,
    /200 OK: Welcome to nginx! \(a page, but not of Jenkins: check -url\)$/,
  ],
  [
    'a login page',
    { status: 200, headers: HTML, body: LOGIN_FORM },
    /is not Jenkins: Sign in to Corp \(a login page stands in front of the controller: have it pass \/tcpSlaveAgentListener\/ on/,
    /200 OK: Sign in to Corp \(a login page stands in front of the controller: have it pass \/wsagents\/ on/,
  ],
  [
    'a redirect to a login page',
    { status: 302, headers: { Location: 'https://sso.example/auth?back=x' } },
    /302 Found \(it leads to https:\/\/sso\.example\/auth: a login page stands in front of the controller/,
    /302 Found \(it leads to https:\/\/sso\.example\/auth: a login page stands in front of the controller/,
  ],
  [
    '503',
    { status: 503, headers: HTML, body: '<title>Starting Jenkins</title>' },
    /503 Service Unavailable \(the controller is starting or going down, or what is in front does not reach it: wait\)$/,
    /503 Service Unavailable: Starting Jenkins \(the controller is starting or going down/,
  ],
  [
    '502',
    { status: 502, headers: { Server: 'traefik' } },
    /502 Bad Gateway \(something in front of the controller \(traefik\) does not reach the controller/,
    /502 Bad Gateway \(something in front of the controller \(traefik\) does not reach the controller/,
  ],
  [
    'nginx about http at its https port',
    { status: 400, headers: HTML, body: '<title>400 The plain HTTP request was sent to HTTPS port</title>' },
    /400 Bad Request \(this port speaks TLS: use https:\/\/ in the URL\)$/,
    /\(this port speaks TLS: use https:\/\/ in the URL\)$/,
  ],
  [
    '404',
    { status: 404 },
    /404 Not Found \(wrong -url, or the TCP port for inbound agents is disabled there: then connect with -webSocket\)$/,
    /404 Not Found \(no WebSocket agents here: wrong -url, or a controller that does not support WebSocket\)$/,
  ],
])('%s', (_what, page, tcpText, webSocketText) => {
  it('over both ways', async () => {
    const { tcp, webSocket } = await failures(await serve(page));
    expect(tcp.message).toMatch(tcpText);
    expect(webSocket.message).toMatch(webSocketText);
    for (const { message } of [tcp, webSocket]) expect(message).not.toContain('\n');
  });
});

it('302 to https: the value of -url is told, not the page below it', async () => {
  const server = createServer((request, response) => {
    response.writeHead(302, { Location: `https://jenkins.example/ci${request.url ?? ''}` }).end();
  });
  const { tcp, webSocket } = await failures(`http://127.0.0.1:${await listenOn(server)}/`);
  expect(tcp.message).toMatch(/302 Found \(it moved: use -url https:\/\/jenkins\.example\/ci\/\)$/);
  expect(webSocket.message).toMatch(/302 Found \(it moved: use -url https:\/\/jenkins\.example\/ci\/\)$/);
});

describe('403 over WebSocket', () => {
  it.each<[string, Page]>([
    ['without a text', { status: 403, headers: JENKINS }],
    ['straight from its server', { status: 403, headers: { ...HTML, Server: 'Jetty(12.0.16)' }, body: '<p>no</p>' }],
  ])('of Jenkins %s is a wrong secret', async (_what, page) => {
    const { webSocket } = await failures(await serve(page));
    expect(webSocket).toMatchObject({ code: 'REFUSED', policy: 'refused' });
    expect(webSocket.message).toMatch(/\(the secret does not belong to agent a: compare it with the page of the node/);
  });

  it.each<[string, Page]>([
    ['with a page', { status: 403, headers: { ...JENKINS, ...HTML }, body: '<title>Blocked</title>' }],
    ['without anything', { status: 403 }],
  ])('of somebody else %s is none', async (_what, page) => {
    const { webSocket } = await failures(await serve(page));
    expect(webSocket).toMatchObject({ code: 'UPGRADE_FAILED', policy: 'retryable' });
    expect(webSocket.message).not.toContain('secret');
  });
});

it.each([
  ['a closed port', 'http://127.0.0.1:1/', /ECONNREFUSED/],
  [
    'a name that DNS does not know',
    'http://nowhere.invalid/',
    /the name "nowhere\.invalid" is not known|name servers do not answer/,
  ],
])('%s', async (_what, url, text) => {
  const { tcp, webSocket } = await failures(url);
  expect(tcp.message).toMatch(text);
  expect(webSocket.message).toMatch(text);
});

it('what the other side says forges no lines of a log', async () => {
  const url = await serve({ status: 400, body: 'no\nINFO: Connected\r\n\x1b[2Jx\u2028y' });
  const { webSocket } = await failures(url);
  expect(webSocket.message).toContain(': no INFO: Connected \\u001b[2Jx y');
  expect(new TransportError('REFUSED', 'refused', 'a\nb\tc\x85').message).toBe('a\\nb\\tc\\u0085');
});
