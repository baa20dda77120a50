import { describe, expect, it } from 'vitest';
import { USER_AGENT } from '../../../src/remoting/user-agent.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { ask } from '../../jenkins/ask.js';
import { failureOf } from '../../jenkins/file-path/request.js';
import { serve } from '../robust-http-client/server.js';

const salt = (targetURL: string, fields: Readonly<Record<string, JavaValue>> = {}, call = new ChannelCall()) =>
  ask('com.waytta.HttpCallable', { auth: null, urlParamsS: null, targetURL, ...fields }, call);

describe('a request to Salt', () => {
  it('posts its parameters, and tells the server after a login', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { server: 'CherryPy' }).end('{"return": [{"token": 12345678901234567890}]}\n');
    });
    expect(await salt(`${server.base}/login`, { urlParamsS: '{"username":"u"}' })).toBe(
      '{"return": [{"token": 12345678901234567890}],"server":"CherryPy"}',
    );
    const [request] = server.requests;
    expect([request?.method, request?.body.toString()]).toEqual(['POST', '{"username":"u"}']);
    expect(request?.headers).toMatchObject({ accept: 'application/json', 'content-type': 'application/json' });
    expect(request?.headers['user-agent']).toBe(USER_AGENT);
  });

  it('gets with its token', async () => {
    const server = await serve((_request, response) => response.end('{"server": 1,\n"a": {}}'));
    expect(JSON.parse((await salt(server.base, { auth: 'secret', urlParamsS: '{}' })) as string)).toEqual({
      server: 1,
      a: {},
    });
    const [request] = server.requests;
    expect([request?.method, request?.headers['x-auth-token']]).toEqual(['GET', 'secret']);
  });

  it('posts even nothing to a hook', async () => {
    const server = await serve((_request, response) => response.end('{}'));
    expect(await salt(`${server.base}/hook/x`, { urlParamsS: '{}' })).toBe('{}');
    expect(server.requests[0]?.method).toBe('POST');
    expect(await failureOf(salt(`${server.base}/hook/x`))).toBe('java.lang.NullPointerException');
  });

  it('is tried again when Salt is slow', async () => {
    const server = await serve((_request, response, number) => {
      response.writeHead(number === 1 ? 408 : 200).end('{}');
    });
    expect(await salt(server.base)).toBe('{}');
    expect(server.requests).toHaveLength(2);
  });

  it('fails with what the server says', async () => {
    const server = await serve((_request, response) => response.writeHead(401, 'No').end('who\nare you'));
    expect(await failureOf(salt(server.base))).toBe(
      'java.io.IOException: Bad ResponseCode: 401 No\nHTTP ERROR: \nwho\rare you\r\n\n',
    );
  });

  it('fails for an answer that is no JSON object', async () => {
    const server = await serve((request, response) => response.end(request.url === '/list' ? '[]' : '<html>'));
    expect(await failureOf(salt(`${server.base}/list`))).toMatch(/^java.lang.ClassCastException/);
    expect(await failureOf(salt(server.base))).toBe('net.sf.json.JSONException: Invalid JSON String');
    expect(await failureOf(salt('http://127.0.0.1:1/'))).toBe('java.net.ConnectException: Connection refused');
  });

  it('does not wait any longer when nobody does', async () => {
    const call = new ChannelCall();
    const server = await serve((_request, response) => {
      response.writeHead(500).end();
      setTimeout(() => call.cancel(), 50);
    });
    expect(await failureOf(salt(server.base, {}, call))).toBe('java.lang.InterruptedException');
    expect(server.requests).toHaveLength(1);
  });
});
