/** What stands in place of a controller is told by the doctor as it is in the log, with what to do. */
import { createServer as createHttpServer, type OutgoingHttpHeaders, type Server } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { describe, expect, it } from 'vitest';
import { runDoctor } from '../../../src/cli/doctor/doctor.js';
import type { Finding } from '../../../src/cli/doctor/report.js';
import type { OptionValues } from '../../../src/cli/option-table.js';
import { issue, type Issued } from '../../support/certificates.js';
import { listenOn } from '../../transport/sockets.js';

async function firstFailure(values: OptionValues): Promise<Finding> {
  let text = '';
  const print = (more: string): void => void (text += more);
  await runDoctor([values], { json: true, environment: {}, print, timeoutMs: 5000 });
  const { checks } = JSON.parse(text) as { checks: Finding[] };
  return checks.find(({ status }) => status === 'failed') ?? expect.fail(`nothing failed: ${text}`);
}

async function page(status: number, headers: OutgoingHttpHeaders = {}, body = ''): Promise<string> {
  const server = createHttpServer((_request, response) => response.writeHead(status, headers).end(body));
  return `http://127.0.0.1:${await listenOn(server)}/`;
}

async function secure({ certificate, key }: Issued, options: ServerOptions = {}): Promise<string> {
  const server: Server = createServer({ ...options, key, cert: certificate }, (_request, response) => response.end());
  return `https://127.0.0.1:${await listenOn(server)}/`;
}

const HTML = { 'Content-Type': 'text/html' };

describe.each([
  ['TCP', {}, '/tcpSlaveAgentListener/', '-credentials USER:TOKEN'],
  ['WebSocket', { webSocket: true, name: 'a', secret: 's' }, '/wsagents/', '-webSocketHeader NAME=VALUE'],
] as const)('%s', (_way, more, path, login) => {
  it.each<[string, () => Promise<string>, string, string]>([
    ['401', () => page(401), 'answers 401', `It wants a login, or refuses the one that it got: ${login}`],
    [
      '403 of a firewall',
      () => page(403, { Server: 'nginx' }),
      'answers 403',
      `Something in front of the controller (nginx) refuses this agent: have it pass ${path} on, or give what it asks for with ${login}`,
    ],
    [
      '503',
      () => page(503),
      'answers 503',
      'The controller is starting or going down, or what is in front does not reach it: wait',
    ],
    [
      'a login page',
      () => page(200, HTML, '<title>Sign in</title>'),
      'not as Jenkins does: Sign in',
      `A login page stands in front of the controller: have it pass ${path} on, or give what it asks for with ${login}`,
    ],
    [
      'a page of another',
      () => page(200, HTML, '<title>nginx</title>'),
      'not as Jenkins does: nginx',
      'A page, but not of Jenkins: check -url',
    ],
    [
      '302 to https',
      () => page(302, { Location: `https://jenkins.example/ci${path}` }),
      'answers 302',
      'It moved: use -url https://jenkins.example/ci/',
    ],
  ])('%s', async (_what, start, text, advice) => {
    const failure = await firstFailure({ urls: [await start()], ...more });
    expect(failure).toMatchObject({ check: 'Jenkins', advice });
    expect(failure.text).toContain(text);
  });
});

describe('TLS', () => {
  it.each<[string, () => Promise<OptionValues>, RegExp]>([
    [
      'an expired certificate',
      async () => {
        const expired = issue('expired', { days: -1 });
        return { urls: [await secure(expired)], certificates: [expired.certificate] };
      },
      /its certificate has expired/,
    ],
    [
      "another host's certificate",
      async () => {
        const other = issue('other', { addresses: ['127.0.0.9'] });
        return { urls: [await secure(other)], certificates: [other.certificate] };
      },
      /its certificate is not for 127\.0\.0\.1/,
    ],
    [
      'a SHA-1 certificate',
      async () => {
        const root = issue('root', { authority: true });
        const weak = issue('weak', { issuer: root, digest: 'sha1' });
        return { urls: [await secure(weak, { ciphers: 'DEFAULT@SECLEVEL=0' })], certificates: [root.certificate] };
      },
      /as with SHA-1/,
    ],
    [
      'https to a port that speaks HTTP',
      async () => ({ urls: [(await page(200)).replace('http:', 'https:')] }),
      /this port does not speak TLS \(use http:\/\/ in the URL/,
    ],
  ])('%s', async (_what, values, text) => {
    const failure = await firstFailure(await values());
    expect(failure.check).toBe('TLS');
    expect(failure.text).toMatch(text);
  });

  it('http to a port that speaks TLS', async () => {
    const url = (await secure(issue('plain'))).replace('https:', 'http:');
    const failure = await firstFailure({ urls: [url] });
    expect(failure.check).toBe('Jenkins');
    expect(failure.text).toMatch(/if this port speaks TLS, use https:\/\/ in the URL/);
  });
});
