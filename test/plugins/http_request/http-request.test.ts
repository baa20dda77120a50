/** Expected requests, logs and failures are what the plugin's code did on Apache HttpClient 4.5.14 and 5.6. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { arrayList } from '../../../src/serial/jdk.js';
import { scratch } from '../../os/files/scratch.js';
import { ChannelCall } from '../../support/channel-call.js';
import { controllerPath, object } from '../../jenkins/file-path/request.js';
import { serve } from '../robust-http-client/server.js';
import { execute, failing } from './execution.js';

describe('httpRequest', () => {
  it('answers status, headers, charset and content, and logs what it does', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, [
        ['X-One', '1'],
        ['Content-Type', 'text/plain;charset=latin1'],
        ['x-one', '2'],
      ] as never);
      response.end(Buffer.from('fü', 'latin1'));
    });
    const headers = [
      ['Accept', 'text/plain'],
      ['X-Secret', 'hush', true],
    ] as const;
    const { answer, log } = await execute({ url: `${server.base}/a?b=c`, headers });
    expect(answer).toMatchObject({ status: 200, content: 'fü', charset: 'ISO-8859-1', handle: 'STRING' });
    expect(answer.headers['X-One']).toEqual(['1', '2']);
    expect(Object.keys(answer.headers)).toEqual([...Object.keys(answer.headers)].sort());
    expect(log).toBe(
      [
        'HttpMethod: GET',
        `URL: ${server.base}/a?b=c`,
        'Accept: text/plain',
        'X-Secret: *****',
        `Sending request to url: ${server.base}/a?b=c`,
        'Response Code: 200',
        'Success: Status code 200 is in the accepted range: 100:399',
        '',
      ].join('\n'),
    );
    expect(server.requests[0]).toMatchObject({ method: 'GET', url: '/a?b=c' });
    expect(server.requests[0]?.headers).toMatchObject({
      accept: 'text/plain',
      'accept-encoding': 'gzip, x-gzip, deflate',
      'user-agent': 'Apache-HttpClient/5.5',
      'x-secret': 'hush',
    });
  });

  it('logs the whole status line for version 4', async () => {
    const server = await serve((_request, response) => response.writeHead(201, 'Made').end());
    const { log } = await execute({ url: server.base, version: 4 });
    expect(log).toContain(`Sending request to url: ${server.base}\nResponse Code: HTTP/1.1 201 Made\n`);
  });

  it.each(['NONE', 'LEAVE_OPEN'] as const)('with %s leaves the content where it is', async (handle) => {
    const server = await serve((_request, response) => response.end('much'));
    const { answer } = await execute({ url: server.base, handle });
    expect(answer).toMatchObject({ status: 200, content: null, charset: null, handle });
  });

  it.each([
    [4, 'text/html', 'ISO-8859-1'],
    [5, 'text/html', null],
    [4, 'application/json', 'UTF-8'],
    [5, 'application/json; charset="utf-8"', 'UTF-8'],
    [4, 'application/soap+xml', null],
    [5, ';;;', null],
  ] as const)('version %d finds for %s the charset %s', async (version, type, charset) => {
    const server = await serve((_request, response) => response.writeHead(200, { 'content-type': type }).end('x'));
    expect((await execute({ url: server.base, version })).answer.charset).toBe(charset);
  });

  it('fails for a charset that does not exist', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'foo/bar; charset=nope' }).end('x'),
    );
    const { failure } = await failing({ url: server.base });
    expect(failure).toBe('java.nio.charset.UnsupportedCharsetException: nope');
  });

  it.each([
    ['gzip', gzipSync('zipped')],
    ['x-gzip', gzipSync('zipped')],
    ['deflate', deflateSync('zipped')],
    ['deflate', deflateRawSync('zipped')],
    ['identity', Buffer.from('zipped')],
  ])('undoes %s', async (encoding, bytes) => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': bytes.length }).end(bytes),
    );
    const { answer } = await execute({ url: server.base });
    expect(answer.content).toBe('zipped');
    expect('content-encoding' in answer.headers).toBe(encoding === 'identity');
  });

  it('saves the body to a file, below directories that it makes', async () => {
    const server = await serve((_request, response) => response.end('saved'));
    const file = join(scratch(), 'a/b.txt');
    const fields = { outputFile: controllerPath(file) };
    const { answer, log } = await execute({ url: server.base, handle: 'NONE', fields });
    expect(readFileSync(file, 'utf8')).toBe('saved');
    expect(answer.content).toBeNull();
    expect(log).toContain(`Saving response body to ${file}\n`);
    const again = await execute({ url: server.base, fields });
    expect(again.answer.content).toBe('saved');
  });

  it('shows the body and looks for a text in it', async () => {
    const server = await serve((_request, response) => response.end('all is well'));
    const fields = { consoleLogResponseBody: true, validResponseContent: 'well' };
    const { log } = await execute({ url: server.base, fields });
    expect(log).toContain('Response: \nall is well\nSuccess: ');
    const wrong = await failing({ url: server.base, fields: { validResponseContent: 'ill' } });
    expect(wrong.failure).toBe(
      "java.lang.IllegalStateException: hudson.AbortException: Fail: Response doesn't contain expected content 'ill'" +
        ` while calling ${server.base}`,
    );
  });

  it('fails where there is no body to look into', async () => {
    const server = await serve((_request, response) => response.writeHead(204).end());
    const { failure } = await failing({ url: server.base, fields: { validResponseContent: 'x' } });
    expect(failure).toMatch(/^java\.lang\.NullPointerException: Cannot invoke "String\.contains/);
  });

  it.each([
    ['404', 404, null],
    ['200, 400:404', 404, null],
    [
      '100:399',
      404,
      'hudson.AbortException: Fail: Status code 404 is not in the accepted range: 100:399 while calling',
    ],
    ['2x', 200, 'java.lang.IllegalArgumentException: Invalid number 2x'],
    ['400:200', 200, 'java.lang.IllegalArgumentException: Interval 400:200 should be FROM less than TO'],
    ['1:2:3', 200, 'java.lang.IllegalArgumentException: Code 1:2:3 should be an interval from:to or a single value'],
  ])('takes for valid codes %s the status %d', async (validResponseCodes, status, message) => {
    const server = await serve((_request, response) => response.writeHead(status).end());
    const { failure } = await failing({ url: server.base, fields: { validResponseCodes } });
    if (message === null) expect(failure).toBe('no failure');
    else expect(failure).toContain(message);
  });

  it.each([
    [4, 'Connect to 127.0.0.1:1 [/127.0.0.1] failed: Connection refused', 'org.apache.http.conn'],
    [5, 'Connect to http://127.0.0.1:1 failed: Connection refused', 'org.apache.hc.client5.http'],
  ] as const)('version %d takes a server that is not there for 408', async (version, message, name) => {
    const what = `class ${name}.HttpHostConnectException(${message}) as 408 Request Timeout`;
    const fields = { validResponseCodes: '408', outputFile: controllerPath('/no/such/place') };
    const { answer, log } = await execute({ url: 'http://127.0.0.1:1/x', version, fields });
    expect(answer).toEqual({ status: 408, content: what, charset: null, headers: {}, handle: null });
    expect(log).toContain(`Treating ${what}\nSuccess: `);
  });

  it('takes a host that is not known for 404', async () => {
    const { failure, log } = await failing({ url: 'http://no.such.host.invalid/x' });
    expect(failure).toContain('Status code 404 is not in the accepted range');
    expect(log).toMatch(/Treating UnknownHostException\(no\.such\.host\.invalid: .*\) as 404 Not Found\n$/);
  });

  it('gives up on a server that does not answer in time', async () => {
    const server = await serve(() => undefined);
    const { log, failure } = await failing({ url: server.base, fields: { timeout: 1 } });
    expect(failure).toContain('Status code 408 is not');
    expect(log).toContain('Treating class java.net.SocketTimeoutException(Read timed out) as 408 Request Timeout');
  });

  it.each([
    ['is cut off', 'Premature end of Content-Length delimited message body (expected: 1,000; received: '],
    ['stops coming', 'java.net.SocketTimeoutException: Read timed out'],
  ])('fails when the body %s, and leaves no half of it', async (how, message) => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('abc', () => how === 'is cut off' && response.destroy());
    });
    const file = join(scratch(), 'f');
    const fields = { outputFile: controllerPath(file), timeout: 1 };
    const { failure } = await failing({ url: server.base, handle: 'NONE', fields });
    expect(failure).toMatch(/^java\.lang\.IllegalStateException: /);
    expect(failure).toContain(message);
    expect(existsSync(file)).toBe(false);
    expect((await failing({ url: server.base, fields: { timeout: 1 } })).failure).toContain(message);
  });

  it.each([
    [4, 4, 'org.apache.http.NoHttpResponseException: 127.0.0.1:'],
    [5, 1, 'org.apache.hc.core5.http.NoHttpResponseException: The target server failed to respond'],
  ] as const)('version %d asks a server that hangs up %d times', async (version, times, message) => {
    const server = await serve((_request, response) => response.socket?.end());
    const { failure } = await failing({ url: server.base, version });
    expect(failure).toContain(message);
    expect(server.requests).toHaveLength(times);
  });

  it('ends when its call is cancelled', async () => {
    const call = new ChannelCall();
    const server = await serve(() => call.cancel());
    expect((await failing({ url: server.base }, call)).failure).toBe('java.lang.InterruptedException');
  });

  it.each([
    ['nothing', 'java.lang.IllegalStateException: java.net.MalformedURLException: no protocol: nothing'],
    ['foo://x', 'java.lang.IllegalStateException: java.net.MalformedURLException: unknown protocol: foo'],
    ['http://h/a b', 'java.lang.IllegalArgumentException: Illegal character in path at index 10: http://h/a b'],
    ['http://h/?a|b', 'java.lang.IllegalArgumentException: Illegal character in query at index 11: http://h/?a|b'],
    ['http://h/%zz', 'java.lang.IllegalArgumentException: Malformed escape pair at index 9: http://h/%zz'],
    [
      'ftp://h/x',
      'java.lang.IllegalStateException: org.apache.hc.client5.http.ClientProtocolException: Unroutable protocol scheme: ftp://h',
    ],
    [
      'http://u:p@h/x',
      'java.lang.IllegalStateException: org.apache.hc.client5.http.ClientProtocolException: Request URI authority contains deprecated userinfo component',
    ],
  ])('refuses %s', async (url, message) => {
    expect((await failing({ url })).failure).toBe(message);
  });

  it('refuses headers that are its own to set', async () => {
    const { failure } = await failing({ url: 'http://h/', mode: 'POST', headers: [['Content-Length', '7']] });
    expect(failure).toContain('ClientProtocolException: Content-Length header already present');
  });
});

describe('the body of a request', () => {
  it.each([
    [5, 'POST', 'bö€', null, 'bö€', undefined],
    [5, 'PUT', '{ö€}', 'application/json', '{ö€}', 'application/json'],
    [4, 'PATCH', 'bö€', null, Buffer.from('bö?', 'latin1').toString(), undefined],
    [4, 'POST', 'ö€', 'text/plain; charset=utf-8', 'ö€', 'text/plain; charset=utf-8'],
    [5, 'POST', null, null, '', 'application/x-www-form-urlencoded; charset=ISO-8859-1'],
    [4, 'POST', '', null, '', 'application/x-www-form-urlencoded'],
    [5, 'GET', 'x', null, 'x', undefined],
    [5, 'DELETE', 'x', null, 'x', undefined],
  ] as const)('of version %d, %s %s', async (version, mode, body, type, expected, sentType) => {
    const server = await serve((_request, response) => response.end());
    const headers = type === null ? [] : ([['Content-Type', type]] as const);
    await execute({ url: server.base, version, mode, headers, fields: { body } });
    const [request] = server.requests;
    expect(request?.method).toBe(mode);
    expect(request?.body.toString()).toBe(expected);
    expect(request?.headers['content-type']).toBe(sentType);
    expect(request?.headers['content-length']).toBe(String(request?.body.length));
  });

  it.each(['HEAD', 'OPTIONS', 'MKCOL'] as const)('of %s is none', async (mode) => {
    const server = await serve((_request, response) => response.writeHead(200, { 'content-type': 'a/b' }).end());
    const { answer } = await execute({ url: server.base, mode, fields: { body: 'x' } });
    expect(server.requests[0]).toMatchObject({ method: mode, body: Buffer.alloc(0) });
    expect(answer.content).toBe(mode === 'HEAD' ? null : '');
  });

  it('is a form of several parts', async () => {
    const server = await serve((_request, response) => response.end());
    const file = join(scratch(), 'f.bin');
    writeFileSync(file, 'file!');
    const part = (name: string, rest: Record<string, string | null>, path?: string) =>
      object('jenkins.plugins.http_request.util.HttpRequestFormDataPart', {
        body: null,
        contentType: null,
        fileName: null,
        name,
        resolvedUploadFile: path === undefined ? null : controllerPath(path),
        ...rest,
      });
    const formData = arrayList([
      part('t"x', { body: 'ö€' }),
      part('j', { body: '{}', contentType: 'application/json' }),
      part('f', { fileName: 'a.bin', contentType: '' }, file),
    ]);
    await execute({ url: server.base, mode: 'POST', fields: { formData } });
    const [request] = server.requests;
    const type = request?.headers['content-type'] ?? '';
    const boundary = /^multipart\/form-data; charset=ISO-8859-1; boundary=(\S+)$/.exec(type)?.[1];
    expect(request?.body.toString().split(`--${boundary}`)).toEqual([
      '',
      '\r\nContent-Disposition: form-data; name="t\\"x"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nö€\r\n',
      '\r\nContent-Disposition: form-data; name="j"\r\nContent-Type: application/json\r\n\r\n{}\r\n',
      '\r\nContent-Disposition: form-data; name="f"; filename="a.bin"\r\nContent-Type: application/octet-stream\r\n\r\nfile!\r\n',
      '--\r\n',
    ]);
    const gone = arrayList([part('f', { fileName: 'a.bin' }, '/no/such/file')]);
    const { failure } = await failing({ url: server.base, mode: 'POST', fields: { formData: gone } });
    expect(failure).toBe(
      'java.lang.IllegalStateException: java.io.FileNotFoundException: /no/such/file (No such file or directory)',
    );
    const odd = arrayList([part('f', { body: '', contentType: 'a/b; c=d' })]);
    expect((await failing({ url: server.base, mode: 'POST', fields: { formData: odd } })).failure).toBe(
      'java.lang.IllegalArgumentException: MIME type may not contain reserved characters',
    );
  });

  it.each([
    [4, undefined],
    [5, ''],
  ] as const)('of version %d is a file', async (version, encoding) => {
    const server = await serve((_request, response) => response.end());
    const directory = scratch();
    const file = join(directory, 'up.txt');
    writeFileSync(file, 'x'.repeat(200_000));
    const fields = { uploadFile: controllerPath(file), wrapAsMultipart: false };
    const headers = [['content-type', 'text/x-y;a=b']] as const;
    await execute({ url: server.base, mode: 'PUT', version, headers, fields });
    expect(server.requests[0]?.headers).toMatchObject({ 'content-type': 'text/x-y; a=b', 'content-length': '200000' });
    expect(server.requests[0]?.headers['content-encoding']).toBe(encoding);
    expect(server.requests[0]?.body).toHaveLength(200_000);
    mkdirSync(join(directory, 'd'));
    const wrong = await failing({
      url: server.base,
      mode: 'PUT',
      fields: { ...fields, uploadFile: controllerPath(join(directory, 'd')) },
    });
    expect(wrong.failure).toMatch(/FileNotFoundException: .*\/d \(Is a directory\)$/);
  });

  it('is a file in a form', async () => {
    const server = await serve((_request, response) => response.end());
    const file = join(scratch(), 'up.txt');
    writeFileSync(file, 'file!');
    const fields = { uploadFile: controllerPath(file), multipartName: 'up' };
    await execute({ url: server.base, mode: 'POST', version: 4, fields });
    expect(server.requests[0]?.body.toString()).toMatch(
      /^--\S+\r\nContent-Disposition: form-data; name="up"; filename="up\.txt"\r\nContent-Type: application\/octet-stream\r\n\r\nfile!\r\n--\S+--\r\n$/,
    );
    const nameless = await failing({ url: server.base, mode: 'POST', fields: { ...fields, multipartName: null } });
    expect(nameless.failure).toBe('java.lang.IllegalArgumentException: Name may not be null');
  });
});
