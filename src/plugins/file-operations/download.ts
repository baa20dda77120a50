import type { Dispatcher } from 'undici';
import { USER_AGENT } from '../../remoting/user-agent.js';
import { remoteChild } from '../../java/remote-path.js';
import { openFileOutput } from '../../os/files/write-file.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { networkError } from '../../jenkins/archive/download.js';
import { nullableStr, str } from '../../callables/shape.js';
import { operation } from './operation.js';

/**
 * fileDownloadOperation. The file is not touched before there is something to put into it, and goes when it does not arrive
 * whole: the official code empties it first, and leaves it so when the server refuses.
 */
export const fileDownload = operation(
  'FileDownload',
  {
    resolvedUrl: str,
    resolvedUserName: str,
    resolvedPassword: str,
    resolvedTargetLocation: str,
    resolvedTargetFileName: str,
    proxyHost: nullableStr,
    proxyPort: nullableStr,
  },
  async (self, { child, listener, context: { signal } }) => {
    const { resolvedUrl: url, resolvedUserName: user, resolvedPassword: password } = self;
    const target = remoteChild(child(self.resolvedTargetLocation), self.resolvedTargetFileName);
    checkUrl(url);
    await listener.println(`Started downloading file from ${url}`);
    const proxy = proxyOf(self.proxyHost, self.proxyPort);
    const whole = await fetchInto(target, { url, user, password, proxy, signal });
    if (whole) await listener.println('Completed downloading file.');
    return whole;
  },
);

interface Download {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly proxy: string | null;
  readonly signal: AbortSignal;
}

/** java.net.URI and org.apache.hc: what they refuse before anything is sent. */
function checkUrl(url: string): void {
  const index = url.search(/[\s"<>\\^`{|}]/);
  if (index >= 0) {
    const place = url.lastIndexOf('#', index) >= 0 ? 'fragment' : url.lastIndexOf('?', index) >= 0 ? 'query' : 'path';
    const message = `Illegal character in ${place} at index ${index}: ${url}`;
    throw new JavaError('java.net.URISyntaxException', message);
  }
  const [, scheme = '', host] = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?/.exec(url) ?? [];
  if (host === undefined || host === '') throw new JavaError('java.lang.NullPointerException', 'Host name');
  if (!/^https?$/i.test(scheme)) throw ioError(`${scheme} protocol is not supported`);
}

/** A proxy that is configured, and no other: the environment's do not count. */
function proxyOf(host: string | null, port: string | null): string | null {
  const given = host !== null && host !== '' && port !== null && /^[0-9]+$/.test(port);
  return given ? `http://${host}:${port}` : null;
}

/** @returns false when the server answers anything but 200 */
async function fetchInto(file: string, { url, user, password, proxy, signal }: Download): Promise<boolean> {
  const { Agent, ProxyAgent, interceptors, request } = await import('undici');
  const connections = proxy === null ? new Agent() : new ProxyAgent({ uri: proxy, proxyTunnel: false });
  const dispatcher = connections.compose(interceptors.redirect({ maxRedirections: MAX_REDIRECTIONS }));
  const ask = (headers: Record<string, string>) =>
    request(url, { dispatcher, signal, headers: { 'user-agent': USER_AGENT, ...headers } });
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  try {
    let response = await ask(user !== '' && password !== '' ? { authorization } : {});
    if (response.statusCode === 401 && user !== '' && password === '') {
      await response.body.dump();
      response = await ask({ authorization });
    }
    assertBasic(response, user);
    if (response.statusCode === 200) await save(file, response.body as AsyncIterable<Buffer>);
    else await response.body.dump();
    return response.statusCode === 200;
  } catch (error) {
    signal.throwIfAborted();
    throw networkError(error, url);
  } finally {
    await connections.destroy();
  }
}

/** The official code would answer a server that takes no other than digests. */
function assertBasic({ statusCode, headers }: Dispatcher.ResponseData, user: string): void {
  const challenge = String(headers['www-authenticate'] ?? '');
  if (statusCode !== 401 || user === '' || /\bbasic\b/i.test(challenge) || challenge === '') return;
  throw ioError(`The server asks for an authentication that this agent does not know: ${challenge}`);
}

async function save(file: string, body: AsyncIterable<Buffer>): Promise<void> {
  const writer = await openFileOutput(file);
  try {
    for await (const chunk of body) await writer.write(chunk);
  } catch (error) {
    await writer.discard();
    throw error;
  }
  await writer.close();
}

/** org.apache.hc's http.protocol.max-redirects */
const MAX_REDIRECTIONS = 50;
