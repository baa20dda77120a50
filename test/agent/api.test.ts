import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { ControllerApi } from '../../src/agent/api/controller-api.js';
import { CookieJar } from '../../src/agent/api/cookie-jar.js';
import { NodeControl } from '../../src/agent/api/node-control.js';
import { Secret } from '../../src/agent/life/secret.js';
import { serve } from '../endpoint/http-server.js';

const signal = new AbortController().signal;

async function apiOf(listener: (request: IncomingMessage, response: ServerResponse) => void, login = 'ada:token') {
  const root = await serve(listener);
  return { root, api: new ControllerApi({ root, login: new Secret(login), network: {}, headers: { 'X-A': 'b' } }) };
}

describe('the HTTP API', () => {
  it('posts a form as the user, with what a reverse proxy wants', async () => {
    const { api } = await apiOf((request, response) => {
      const { method, url, headers } = request;
      void text(request).then((body) => {
        const { authorization, 'content-type': type, 'content-length': length, 'x-a': a } = headers;
        response.end([method, url, authorization, type, length, a, body].join('\n'));
      });
    });
    expect(
      (
        await api.post(
          'x/y',
          [
            ['a b', 'ü&='],
            ['c', ''],
          ],
          signal,
        )
      ).toString(),
    ).toBe(
      'POST\n/x/y\nBasic YWRhOnRva2Vu\napplication/x-www-form-urlencoded; charset=UTF-8\n19\nb\na+b=%C3%BC%26%3D&c=',
    );
  });

  it('gets a crumb and keeps its session when it is refused without one', async () => {
    const seen: string[] = [];
    const { api } = await apiOf((request, response) => {
      const { url, headers } = request;
      seen.push(`${url} ${String(headers['jenkins-crumb'])} ${headers.cookie}`);
      if (url === '/crumbIssuer/api/json') {
        response.setHeader('Set-Cookie', ['S=1; Path=/', 'node=n2; HttpOnly']);
        response.end('{"crumb":"c","crumbRequestField":"Jenkins-Crumb"}');
      } else response.writeHead(headers['jenkins-crumb'] === 'c' ? 302 : 403, { Location: '.' }).end();
    });
    await api.post('go', [], signal);
    await api.post('again', [], signal);
    expect(seen).toEqual([
      '/go undefined undefined',
      '/crumbIssuer/api/json undefined undefined',
      '/go c S=1; node=n2',
      '/again c S=1; node=n2',
    ]);
  });

  it.each<[number, Record<string, string>, string, string]>([
    [401, {}, 'login', 'refuses the login: 401'],
    [403, { 'X-Required-Permission': 'p' }, 'permission', 'does not allow it: 403 (p)'],
    [404, {}, 'missing', 'is not there: 404'],
    [503, {}, 'unreachable', 'answers 503'],
    [302, { Location: 'https://sign.example/on' }, 'unexpected', 'answers 302, which Jenkins does not'],
    [302, { Location: '/securityRealm/commenceLogin' }, 'unexpected', 'answers 302, which Jenkins does not'],
  ])('says in words what %i means: %j', async (status, headers, trouble, message) => {
    const { root, api } = await apiOf((_request, response) => response.writeHead(status, headers).end());
    const expected = { trouble, message: `${root}computer/a/x ${message}` };
    await expect(api.post('computer/a/x', [], signal)).rejects.toMatchObject(expected);
  });

  it('names what the user lacks, from the page', async () => {
    const page = '<html><title>Error</title></html>';
    const { api } = await apiOf((_request, response) =>
      response
        .writeHead(403, { 'Content-Type': 'text/plain' })
        .end(`bob is missing the Agent/Disconnect permission${page}`),
    );
    await expect(api.get('x', signal)).rejects.toMatchObject({
      message: expect.stringContaining('(is missing the Agent/Disconnect permission)') as string,
    });
  });

  it('tells a controller that is not there, and one that is none', async () => {
    const nobody = new ControllerApi({ root: 'http://127.0.0.1:1/', login: undefined, network: {} });
    await expect(nobody.get('x', signal)).rejects.toMatchObject({ trouble: 'unreachable' });
    const { api } = await apiOf((_request, response) => response.end('<html>'));
    await expect(new NodeControl(api, 'a').state(signal)).rejects.toMatchObject({ trouble: 'unexpected' });
  });
});

describe('the state of a node', () => {
  it('is read from its page', async () => {
    const { root, api } = await apiOf((request, response) => {
      expect(decodeURIComponent(request.url ?? '')).toContain('/computer/a b/ü/api/json?tree=temporarilyOffline,');
      response.end(
        JSON.stringify({
          temporarilyOffline: false,
          offlineCauseReason: '',
          executors: [
            { idle: true, currentExecutable: null },
            { idle: false, currentExecutable: { url: `${root}job/folder/job/a%20b/12/`, fullDisplayName: 'x' } },
            { idle: false, currentExecutable: { fullDisplayName: 'folder » job #3' } },
          ],
          oneOffExecutors: [{ idle: false, currentExecutable: null }],
        }),
      );
    });
    expect(await new NodeControl(api, 'a b/ü').state(signal)).toEqual({
      temporarilyOffline: false,
      reason: '',
      builds: ['folder/a b #12', 'folder » job #3', 'a build'],
    });
  });
});

it('cookies are kept, replaced and dropped as their server says', () => {
  const jar = new CookieJar();
  expect(jar.header()).toEqual({});
  jar.take(['a=1; Path=/', 'b=2', 'nothing', '=x']);
  jar.take(['a=3', 'b=; Max-Age=0']);
  expect(jar.header()).toEqual({ Cookie: 'a=3' });
});
