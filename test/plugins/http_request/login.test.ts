/** Logins, redirects and proxies. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import forge from 'node-forge';
import { challenges } from '../../../src/plugins/http_request/challenge.js';
import { Cookies } from '../../../src/plugins/http_request/cookies.js';
import { issueCertificate } from '../../../tools/controller/certificate.js';
import { createRsaKeys } from '../../../tools/controller/rsa-keys.js';
import { arrayList, byteArray, url as javaUrl } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { startHttpProxy } from '../../support/http-proxy.js';
import { object } from '../../jenkins/file-path/request.js';
import { serve } from '../robust-http-client/server.js';
import { execute, failing, mode, nameValue } from './execution.js';

const AUTH = 'jenkins.plugins.http_request.auth';
const secret = (value: string) => object('hudson.util.Secret', { iv: null, value });
const login = (id: string, username: string, password: string) =>
  object('com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl', {
    id,
    username,
    password: secret(password),
  });
const basic = (username: string, password: string) =>
  object(`${AUTH}.CredentialBasicAuthentication`, { credential: login('creds', username, password) });
const BASIC = `Basic ${Buffer.from('u:p').toString('base64')}`;
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('a login', () => {
  it('is sent at once', async () => {
    const server = await serve((_request, response) => response.end());
    const { log } = await execute({ url: server.base, fields: { authenticator: basic('u', 'p') } });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([BASIC]);
    expect(log).toContain('Using authentication: creds\nSending request to url:');
  });

  it('that is refused is not tried again', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end('no'),
    );
    const fields = { authenticator: basic('u', 'p'), validResponseCodes: '401' };
    expect((await execute({ url: server.base, fields })).answer).toMatchObject({ status: 401, content: 'no' });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['MD5', 'auth', md5],
    ['MD5', '', md5],
    ['SHA-256', 'auth', (text: string) => createHash('sha256').update(text).digest('hex')],
  ] as const)('answers a challenge of Digest %s, qop "%s"', async (algorithm, qop, hash) => {
    const server = await serve((request, response, number) => {
      const challenge = `Digest realm="r", nonce="n,=", algorithm=${algorithm}${qop === '' ? '' : `, qop="auth-int,${qop}"`}`;
      if (number === 1) response.writeHead(401, { 'www-authenticate': challenge }).end();
      else response.end(request.headers.authorization);
    });
    const authenticator = object(`${AUTH}.BasicDigestAuthentication`, {
      keyName: 'key',
      userName: 'u',
      password: secret('p'),
    });
    const { answer, log } = await execute({
      url: `${server.base}/d?x=y`,
      mode: 'POST',
      fields: { authenticator, body: 'b' },
    });
    const sent = [...challenges([['www-authenticate', answer.content as string]], 'www-authenticate').values()][0];
    const field = (name: string) => sent?.parameters.get(name) ?? '';
    const a2 = hash('POST:/d?x=y');
    const middle = qop === '' ? 'n,=' : `n,=:00000001:${field('cnonce')}:auth`;
    expect(field('response')).toBe(hash(`${hash('u:r:p')}:${middle}:${a2}`));
    expect(server.requests[1]?.body.toString()).toBe('b');
    expect(log).toContain('Using authentication: key\n');
  });

  it('in a URL is for version 4', async () => {
    const server = await serve((request, response) => {
      if (request.headers.authorization === BASIC) response.end('in');
      else response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
    });
    const url = server.base.replace('//', '//u:p@');
    expect((await execute({ url, version: 4 })).answer.content).toBe('in');
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, BASIC]);
  });

  it('by a form carries its cookies over', async () => {
    const server = await serve((request, response) => {
      if (request.method === 'POST') response.writeHead(200, { 'set-cookie': 'session=1; Path=/; HttpOnly' }).end();
      else response.end(request.headers.cookie ?? 'none');
    });
    const action = (path: string): JavaValue =>
      object('jenkins.plugins.http_request.util.RequestAction', {
        headers: null,
        mode: mode('POST'),
        params: arrayList([nameValue(['user', 'ö b']), nameValue(['pw', '&'])]),
        requestBody: null,
        url: javaUrl(`${server.base}${path}`),
      });
    const form = (path: string) =>
      object(`${AUTH}.FormAuthentication`, { actions: arrayList([action(path)]), keyName: 'form' });
    const { answer, log } = await execute({ url: `${server.base}/x`, fields: { authenticator: form('/login') } });
    expect(answer.content).toBe('session=1');
    expect(server.requests[0]?.body.toString()).toBe('user=%F6+b&pw=%26');
    expect(log).toContain(
      `Using authentication: form\nSending request to url: ${server.base}/login\nResponse Code: 200\n`,
    );
  });

  it('by a form that is refused fails', async () => {
    const server = await serve((_request, response) => response.writeHead(403).end());
    const action = object('jenkins.plugins.http_request.util.RequestAction', {
      headers: arrayList([]),
      mode: mode('GET'),
      params: arrayList([nameValue(['a', 'b'])]),
      requestBody: null,
      url: javaUrl(`${server.base}/?c=d`),
    });
    const authenticator = object(`${AUTH}.FormAuthentication`, { actions: arrayList([action]), keyName: 'form' });
    const { failure } = await failing({ url: server.base, fields: { authenticator } });
    expect(failure).toBe('java.lang.IllegalStateException: Error doing authentication');
    expect(server.requests[0]?.url).toBe('/?c=d&a=b');
  });

  it('by NTLM is refused by its name', async () => {
    const authenticator = object(`${AUTH}.CredentialNtlmAuthentication`, { credential: login('c', 'u', 'p') });
    const { failure } = await failing({ url: 'http://127.0.0.1:1/', fields: { authenticator } });
    expect(failure).toBe(
      `java.io.IOException: The authentication ${AUTH}.CredentialNtlmAuthentication is not known to this agent`,
    );
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('of status %d is followed by GET', async (status) => {
    const server = await serve((request, response) => {
      if (request.url === '/there') response.end(request.headers['x-key']);
      else response.writeHead(status, { location: '/there', 'set-cookie': 'a=b' }).end('moved');
    });
    const { answer, log } = await execute({ url: `${server.base}/here`, headers: [['X-Key', 'k']] });
    expect(answer.content).toBe('k');
    expect(server.requests[1]?.headers.cookie).toBe('a=b');
    expect(log.match(/Sending request/g)).toHaveLength(1);
  });

  it.each([
    [302, 'POST', 302],
    [307, 'PUT', 307],
    [303, 'POST', 200],
  ] as const)('of status %d leaves %s with %d', async (status, method, expected) => {
    const server = await serve((request, response) => {
      if (request.url === '/there') response.end(request.method);
      else response.writeHead(status, { location: '/there' }).end();
    });
    const { answer } = await execute({ url: server.base, mode: method, fields: { body: 'x' } });
    expect(answer.status).toBe(expected);
    if (expected === 200) expect(server.requests[1]).toMatchObject({ method: 'GET', body: Buffer.alloc(0) });
  });

  it('in a circle fails', async () => {
    const server = await serve((_request, response) => response.writeHead(302, { location: '/loop' }).end());
    const url = `${server.base}/loop`;
    expect((await failing({ url })).failure).toBe(
      `java.lang.IllegalStateException: org.apache.hc.client5.http.ClientProtocolException: Circular redirect to '${url}'`,
    );
    expect((await failing({ url, version: 4 })).failure).toBe(
      'java.lang.IllegalStateException: org.apache.http.client.ClientProtocolException',
    );
  });

  it('without end fails', async () => {
    const server = await serve((_request, response, number) =>
      response.writeHead(302, { location: `/${number}` }).end(),
    );
    expect((await failing({ url: server.base })).failure).toContain('Maximum redirects (50) exceeded');
    expect(server.requests).toHaveLength(51);
  });

  it('to another host takes no secrets there', async () => {
    const other = await serve((request, response) => response.end(request.headers.authorization ?? 'nothing'));
    const server = await serve((_request, response) => response.writeHead(302, { location: other.base }).end());
    const byLogin = await execute({ url: server.base, fields: { authenticator: basic('u', 'p') } });
    expect(byLogin.answer.content).toBe('nothing');
    const byHeader = { url: server.base, headers: [['Authorization', 'Bearer x']] } as const;
    expect((await execute(byHeader)).answer.status).toBe(302);
  });
});

describe('a proxy', () => {
  const host = (port: number): JavaValue =>
    object('org.apache.hc.core5.http.HttpHost', {
      address: null,
      host: object('org.apache.hc.core5.net.Host', { port, lcName: '127.0.0.1', name: '127.0.0.1' }),
      schemeName: 'http',
    });

  it('gets the whole URL, and a login of its own', async () => {
    const proxy = await startHttpProxy('pu:pp');
    onTestFinished(() => proxy.close());
    const server = await serve((request, response) => response.end(request.headers.authorization));
    const fields = {
      httpProxy: host(proxy.port),
      proxyCredentials: login('proxy', 'pu', 'pp'),
      authenticator: basic('u', 'p'),
    };
    const { answer, log } = await execute({ url: server.base, fields });
    expect(answer.content).toBe(BASIC);
    expect(proxy.requests).toEqual([`GET ${server.base}/`]);
    expect(log).toContain('Using proxy authentication: proxy\nUsing authentication: creds\n');
  });

  it('that does not let us through answers 407', async () => {
    const proxy = await startHttpProxy('pu:pp');
    onTestFinished(() => proxy.close());
    const old = object('org.apache.http.HttpHost', { port: proxy.port, hostname: '127.0.0.1', schemeName: 'http' });
    const fields = { httpProxy: old, validResponseCodes: '407' };
    const { answer } = await execute({ url: 'http://example.invalid/', version: 4, fields });
    expect(answer.status).toBe(407);
    const secure = await execute({ url: 'https://example.invalid/', version: 4, fields });
    expect(secure.answer.status).toBe(407);
    expect(proxy.requests).toEqual(['GET http://example.invalid/', 'CONNECT example.invalid:443']);
  });

  it('opens a tunnel to a secure server', async () => {
    const proxy = await startHttpProxy('pu:pp');
    onTestFinished(() => proxy.close());
    const server = await secureServer();
    const fields = {
      httpProxy: host(proxy.port),
      proxyCredentials: login('proxy', 'pu', 'pp'),
      ignoreSslErrors: true,
    };
    expect((await execute({ url: server.url, fields })).answer.content).toBe('nobody');
    expect(proxy.requests).toEqual([`CONNECT ${new URL(server.url).host}`]);
  });
});

describe('a secure server', () => {
  it('must be trusted, unless errors are to be ignored', async () => {
    const { url } = await secureServer();
    const { failure } = await failing({ url });
    expect(failure).toMatch(/^java\.lang\.IllegalStateException: javax\.net\.ssl\.SSLHandshakeException: PKIX path/);
    expect((await execute({ url, fields: { ignoreSslErrors: true } })).answer.content).toBe('nobody');
  });

  it.each(['uploaded', 'PEM'])('gets a certificate, %s', async (kind) => {
    const { url } = await secureServer();
    const { key, cert } = await clientCertificate();
    const keyStoreSource =
      kind === 'PEM'
        ? object('PEMEntryKeyStoreSource', { certChain: secret(cert), privateKey: secret(key) })
        : object('UploadedKeyStoreSource', {
            uploadedKeystoreBytes: object('SecretBytes', { value: byteArray(pkcs12(key, cert, 'pw')) }),
          });
    const authenticator = certificateAuthentication(keyStoreSource, 'pw');
    const { answer, log } = await execute({ url, fields: { authenticator, ignoreSslErrors: true } });
    expect(answer.content).toBe('client');
    expect(log).toContain(
      [
        'Using authentication: cert',
        'Added Trust Material from provided KeyStore',
        'Added Key Material from provided KeyStore',
        'Set SSL context and socket factory for the HTTP client builder',
        'Sending',
      ].join('\n'),
    );
  });

  it('gets none out of a key store that cannot be read', async () => {
    const keyStoreSource = object('UploadedKeyStoreSource', {
      uploadedKeystoreBytes: object('SecretBytes', { value: byteArray(Buffer.from('junk')) }),
    });
    const authenticator = certificateAuthentication(keyStoreSource, '');
    const { failure, log } = await failing({ url: 'https://127.0.0.1:1/', fields: { authenticator } });
    expect(failure).toBe(
      'java.lang.IllegalStateException: java.io.IOException: java.security.KeyStoreException: Uninitialized keystore',
    );
    expect(log).toMatch(/WARNING: Jenkins Certificate Credential 'cert' was saved without a password/);
    expect(log).toMatch(/\nFailed to set SSL context: Uninitialized keystore\n$/);
  });
});

describe('cookies', () => {
  const at = (text: string) => new URL(text);

  it.each([
    ['a=1', 'http://h/x/y', 'http://h/x/z', 'a=1'],
    ['a=1', 'http://h/x/y', 'http://h/', null],
    ['a=1; Path=/', 'http://h/x/y', 'http://other/', null],
    ['a=1; Path=/; Domain=.example.org', 'http://www.example.org/', 'http://api.example.org/', 'a=1'],
    ['a=1; Domain=example.org', 'http://example.com/', 'http://example.org/', null],
    ['a=1; Domain=org', 'http://example.org/', 'http://other.org/', null],
    ['a=1; Secure', 'https://h/', 'http://h/', null],
    ['a=1; Max-Age=0', 'http://h/', 'http://h/', null],
    ['a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'http://h/', 'http://h/', null],
    ['nothing', 'http://h/', 'http://h/', null],
    ['a=1; Domain=co.uk', 'http://a.co.uk/', 'http://b.co.uk/', null],
    ['a=1; Path=/x', 'http://127.0.0.1:8080/y', 'http://127.0.0.1:9090/x/z', 'a=1'],
    ['a="x y"; HttpOnly; SameSite=Lax', 'https://localhost/', 'http://localhost/z', 'a="x y"'],
  ])('%s of %s for %s', async (header, from, to, expected) => {
    const jar = new Cookies();
    await jar.keep(at(from), [['Set-Cookie', header]]);
    expect(jar.for(at(to))).toBe(expected);
  });

  it('are replaced, and those of longer paths come first', async () => {
    const jar = new Cookies();
    for (const cookie of ['a=1; Path=/', 'b=2; Path=/x', 'a=3; Path=/'])
      await jar.keep(at('http://h/x'), [['set-cookie', cookie]]);
    expect(jar.for(at('http://h/x'))).toBe('b=2; a=3');
  });
});

it('tells challenges apart', () => {
  const header = 'Negotiate, Digest realm="a, b=\\"c\\"", qop="auth,auth-int", stale=TRUE, Basic realm=x';
  const found = challenges([['WWW-Authenticate', header]], 'www-authenticate');
  expect([...found.keys()]).toEqual(['negotiate', 'digest', 'basic']);
  expect(Object.fromEntries(found.get('digest')?.parameters ?? [])).toEqual({
    realm: 'a, b="c"',
    qop: 'auth,auth-int',
    stale: 'TRUE',
  });
  expect(challenges([['www-authenticate', '"=,']], 'www-authenticate').size).toBe(0);
});

function certificateAuthentication(keyStoreSource: JavaValue, password: string): JavaValue {
  const credentials = object('CertificateCredentialsImpl', { id: 'cert', keyStoreSource, password: secret(password) });
  return object(`${AUTH}.CertificateAuthentication`, { ignoreSslErrors: true, credentials });
}

async function clientCertificate() {
  const keys = await createRsaKeys();
  const cert = await issueCertificate({ subject: 'client', publicKeyOf: keys, signedBy: keys });
  return { key: keys.privateKeyPem, cert };
}

/** A server with a certificate that nobody knows; it answers with the name of the client's. */
async function secureServer(): Promise<{ url: string }> {
  const keys = await createRsaKeys();
  const cert = await issueCertificate({
    subject: 'server',
    publicKeyOf: keys,
    signedBy: keys,
    ipAddresses: ['127.0.0.1'],
  });
  const options = { key: keys.privateKeyPem, cert, requestCert: true, rejectUnauthorized: false };
  const server = createServer(options, (request, response) => {
    const socket = request.socket as unknown as { getPeerCertificate(): { subject?: { CN?: string } } };
    response.end(socket.getPeerCertificate().subject?.CN ?? 'nobody');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

function pkcs12(key: string, cert: string, password: string): Buffer {
  const asn1 = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(key),
    [forge.pki.certificateFromPem(cert)],
    password,
    { algorithm: 'aes256' },
  );
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1');
}
